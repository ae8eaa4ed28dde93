// abort() ends the run with its own exit code, and says why; teardown and the summary follow.
// run with --iterations 100 --vus 1
// expect exit 108
// expect checks 1 passed, 0 failed
// expect console enough of it
// expect console torn down
// expect no console never here
// expect output iterations
import { check } from 'k6';
import exec from 'k6/execution';

export default function () {
  check(null, { 'before': true });
  exec.test.abort('enough of it');
  console.log('never here');
}

export function teardown() { console.log('torn down'); }
