// A user's tags outlast the iteration.
// run with --iterations 2 --vus 1
// expect exit 0
// expect checks 2 passed, 0 failed
import { check } from 'k6';
import exec from 'k6/execution';

export default function () {
  check(exec.vu.tags.kept, { 'kept': (v) => (__ITER === 0 ? v === undefined : v === 'yes') });
  exec.vu.tags.kept = 'yes';
}
