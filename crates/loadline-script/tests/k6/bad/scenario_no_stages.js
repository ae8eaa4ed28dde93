// Stages that are not there.
// expect exit 104
// expect console stage
export const options = { scenarios: { one: { executor: 'ramping-vus' } } };
export default function () {}
