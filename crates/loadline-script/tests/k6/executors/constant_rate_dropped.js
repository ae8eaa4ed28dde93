// Without a free user an iteration is dropped, once and for all.
// expect exit 0
// expect metrics dropped_iterations
// expect console Insufficient VUs
import { sleep } from 'k6';

export const options = {
  scenarios: { one: { executor: 'constant-arrival-rate', rate: 20, timeUnit: '1s', duration: '1s', preAllocatedVUs: 2, maxVUs: 2 } },
  thresholds: { iterations: ['count>=2', 'count<=6'], dropped_iterations: ['count>=14', 'count<=18'] },
};

export default function () { sleep(0.5); }
