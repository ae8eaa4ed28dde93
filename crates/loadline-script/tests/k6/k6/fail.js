// fail() ends the iteration with an error; the next one begins all the same, and the run is no failure.
// run with --iterations 3 --vus 1
// expect exit 0
// expect checks 3 passed, 0 failed
// expect console gave up
// expect no console never here
import { check, fail } from 'k6';

export default function () {
  check(null, { 'before': true });
  if (__ITER < 2) {
    fail('gave up');
    console.log('never here');
  }
}
