// A rate in stages: 0 to 40 a second within a second, then a second of 40.
// expect exit 0
import { sleep } from 'k6';

export const options = {
  scenarios: { one: { executor: 'ramping-arrival-rate', startRate: 0, timeUnit: '1s', stages: [{ duration: '1s', target: 40 }, { duration: '1s', target: 40 }], preAllocatedVUs: 10 } },
  thresholds: { iterations: ['count>=58', 'count<=62'] },
};

export default function () { sleep(0.01); }
