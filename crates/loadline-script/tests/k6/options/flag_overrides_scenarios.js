// A shortcut among the flags replaces the scenarios of the script.
// run with --iterations 4 --vus 2
// expect exit 0
export const options = { scenarios: { one: { executor: 'constant-vus', vus: 1, duration: '60s' } }, thresholds: { iterations: ['count==4'] } };

export default function () {}
