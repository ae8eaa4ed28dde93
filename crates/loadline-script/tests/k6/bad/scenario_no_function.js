// A scenario that runs a function that is not there.
// expect exit 104
// expect console nothing
export const options = { scenarios: { one: { executor: 'shared-iterations', exec: 'nothing' } } };
export default function () {}
