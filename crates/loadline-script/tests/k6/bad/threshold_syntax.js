// A threshold that cannot be read.
// expect exit 104
// expect console threshold
export const options = { thresholds: { http_req_duration: ['p95<200'] } };
export default function () {}
