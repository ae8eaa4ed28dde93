// A promise that nobody caught ends the iteration.
// run with --vus 1 --iterations 2
// expect exit 0
// expect checks 2 passed, 0 failed
// expect console nobody caught it
import { check } from 'k6';

export default async function () {
  check(null, { 'begun': true });
  if (__ITER === 0) await Promise.reject(new Error('nobody caught it'));
}
