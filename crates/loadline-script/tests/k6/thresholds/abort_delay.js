// Until delayAbortEval is over, no threshold ends the run.
// expect exit 99
// expect checks 1 passed, 0 failed
import { check, sleep } from 'k6';
import { Counter } from 'k6/metrics';
import exec from 'k6/execution';

const errors = new Counter('own_errors');
export const options = {
  vus: 1,
  iterations: 1,
  thresholds: { own_errors: [{ threshold: 'count<1', abortOnFail: true, delayAbortEval: '20s' }] },
};

export default function () {
  errors.add(1);
  sleep(3);
  check(exec.instance.currentTestRunDuration, { 'went on': (v) => v >= 3000 });
}
