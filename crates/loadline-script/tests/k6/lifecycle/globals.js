// Each user has its own globals; they last from iteration to iteration.
// run with --vus 2 --iterations 6
// expect exit 0
// expect checks 6 passed, 0 failed
import { check, sleep } from 'k6';

let count = 0;

export default function () {
  check(count, { 'own count': (c) => c === __ITER });
  count += 1;
  sleep(0.1);
}
