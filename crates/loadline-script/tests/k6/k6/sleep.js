// sleep() takes seconds with fractions, and nothing below zero.
// expect exit 0
// expect checks 3 passed, 0 failed
import { check, sleep } from 'k6';

export default function () {
  const start = Date.now();
  sleep(0.2);
  const took = Date.now() - start;
  check(took, { 'not less than asked': (v) => v >= 199, 'not much more': (v) => v < 1500 });
  sleep(0);
  sleep(-1);
  check(Date.now() - start, { 'none for zero and less': (v) => v < 2000 });
}
