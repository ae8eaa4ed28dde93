// A scenario without an executor.
// expect exit 104
// expect console executor
export const options = { scenarios: { one: { vus: 1 } } };
export default function () {}
