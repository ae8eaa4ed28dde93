// A duration below a second.
// expect exit 104
// expect console duration
export const options = { scenarios: { one: { executor: 'constant-vus', vus: 1, duration: '100ms' } } };
export default function () {}
