// A threshold over the last seconds alone, and one on arrivals that were dropped.
// expect exit 99
// expect output ✗ 'count<5'
import { sleep } from 'k6';
import { Trend } from 'k6/metrics';

const spread = new Trend('own_spread');
export const options = {
  scenarios: { one: { executor: 'constant-arrival-rate', rate: 20, duration: '1s', preAllocatedVUs: 2, maxVUs: 2 } },
  thresholds: { own_spread: ['p(95)<200 over 30s'], dropped_iterations: ['count<5'] },
};

export default function () { spread.add(100); sleep(0.5); }
