// A threshold of a kind that the metric does not have.
// expect exit 104
export const options = { thresholds: { http_reqs: ['p(95)<200'] } };
export default function () {}
