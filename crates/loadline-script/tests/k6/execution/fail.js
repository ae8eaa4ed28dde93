// fail() lets the run go on and marks it failed.
// run with --iterations 3 --vus 1
// expect exit 110
// expect checks 3 passed, 0 failed
// expect console marked
import { check } from 'k6';
import exec from 'k6/execution';

export default function () {
  check(null, { 'goes on': true });
  exec.test.fail('marked');
}
