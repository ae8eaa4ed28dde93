// An exception in teardown.
// expect exit 107
// expect console broken in teardown
// expect output iterations
export default function () {}
export function teardown() { throw new Error('broken in teardown'); }
