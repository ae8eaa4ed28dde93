// A negative target.
// expect exit 104
export const options = { scenarios: { one: { executor: 'ramping-vus', stages: [{ duration: '1s', target: -1 }] } } };
export default function () {}
