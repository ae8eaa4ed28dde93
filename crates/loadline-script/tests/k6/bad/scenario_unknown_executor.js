// An executor that nobody knows.
// expect exit 104
// expect console own-executor
export const options = { scenarios: { one: { executor: 'own-executor' } } };
export default function () {}
