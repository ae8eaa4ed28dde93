// What a timer throws ends the iteration, not the run.
// run with --iterations 2 --vus 1
// expect exit 0
// expect checks 2 passed, 0 failed
// expect console from a timer
import { check } from 'k6';

export default function () {
  check(null, { 'iterated': true });
  if (__ITER === 0) setTimeout(() => { throw new Error('from a timer'); }, 5);
}
