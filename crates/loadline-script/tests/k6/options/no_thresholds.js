// Thresholds may be left out.
// run with --no-thresholds
// expect exit 0
export const options = { thresholds: { iterations: ['count>1000'] } };

export default function () {}
