// abort() in setup: no iteration, but a teardown.
// expect exit 108
// expect console not set up
// expect no console iterated
import exec from 'k6/execution';

export function setup() { exec.test.abort('not set up'); }
export default function () { console.log('iterated'); }
export function teardown() { console.log('torn down'); }
