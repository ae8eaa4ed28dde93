// A key that a scenario does not have.
// expect exit 104
// expect console nonsense
export const options = { scenarios: { one: { executor: 'constant-vus', vus: 1, duration: '1s', nonsense: 1 } } };
export default function () {}
