// An iteration lasts until its last timer has run.
// run with --iterations 2 --vus 1
// expect exit 0
// expect checks 3 passed, 0 failed
import { check } from 'k6';

const ended = [];

export default function () {
  check(ended.length, { 'the timer of the iteration before has run': (v) => v === __ITER });
  setTimeout(() => ended.push(__ITER), 100);
  if (__ITER === 1) check(ended[0], { 'in its own iteration': (v) => v === 0 });
}
