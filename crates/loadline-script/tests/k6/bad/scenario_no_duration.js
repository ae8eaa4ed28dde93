// Users without a duration.
// expect exit 104
// expect console duration
export const options = { scenarios: { one: { executor: 'constant-vus', vus: 1 } } };
export default function () {}
