// Fewer iterations than users.
// expect exit 104
// expect console iterations
export const options = { scenarios: { one: { executor: 'shared-iterations', vus: 5, iterations: 2 } } };
export default function () {}
