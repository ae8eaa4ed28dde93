// duration and vus stand for constant users.
// expect exit 0
import { sleep } from 'k6';
import exec from 'k6/execution';

export const options = { vus: 2, duration: '1s', thresholds: { iterations: ['count>=8', 'count<=12'], 'iterations{scenario:default}': ['count>0'] } };

export default function () {
  if (exec.scenario.executor !== 'constant-vus') throw new Error(exec.scenario.executor);
  sleep(0.2);
}
