// A name of a scenario that cannot be.
// expect exit 104
export const options = { scenarios: { 'one two': { executor: 'shared-iterations' } } };
export default function () {}
