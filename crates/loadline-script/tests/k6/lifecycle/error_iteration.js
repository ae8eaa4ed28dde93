// An exception ends its iteration alone; it is written with its place, and the iteration still counts.
// run with --vus 1 --iterations 4
// expect exit 0
// expect checks 4 passed, 0 failed
// expect console odd one out
// expect console error_iteration.js:
import { check } from 'k6';

export const options = { thresholds: { iterations: ['count==4'] } };

export default function () {
  check(null, { 'begun': true });
  if (__ITER % 2 === 1) throw new Error('odd one out');
}
