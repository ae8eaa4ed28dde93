// An exception in setup: no iteration; teardown follows.
// expect exit 107
// expect console broken in setup
// expect console throws_setup.js
// expect no console iterated
export function setup() { throw new Error('broken in setup'); }
export default function () { console.log('iterated'); }
