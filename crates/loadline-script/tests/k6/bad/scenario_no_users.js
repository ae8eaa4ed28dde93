// Arrivals without users.
// expect exit 104
// expect console preAllocatedVUs
export const options = { scenarios: { one: { executor: 'constant-arrival-rate', rate: 1, duration: '1s' } } };
export default function () {}
