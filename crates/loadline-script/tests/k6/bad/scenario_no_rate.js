// Arrivals without a rate.
// expect exit 104
// expect console rate
export const options = { scenarios: { one: { executor: 'constant-arrival-rate', duration: '1s', preAllocatedVUs: 1 } } };
export default function () {}
