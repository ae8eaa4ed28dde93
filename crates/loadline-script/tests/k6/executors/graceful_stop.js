// At the end, iterations have the time of gracefulStop; what is under way then is cut off and not counted.
// expect exit 0
// expect checks 1 passed, 0 failed
import { check, sleep } from 'k6';
import exec from 'k6/execution';

export const options = {
  scenarios: {
    cut: { executor: 'constant-vus', vus: 1, duration: '1s', gracefulStop: '200ms', exec: 'cut' },
    done: { executor: 'constant-vus', vus: 1, duration: '1s', gracefulStop: '3s', exec: 'done' },
  },
  thresholds: { 'iterations{scenario:cut}': ['count==0'], 'iterations{scenario:done}': ['count==1'] },
};

export function cut() { sleep(8); }
export function done() { sleep(1.3); check(null, { 'to the end': true }); }
