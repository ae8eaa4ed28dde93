// A threshold on tags that cannot be read.
// expect exit 104
export const options = { thresholds: { 'http_reqs{kind': ['count>1'] } };
export default function () {}
