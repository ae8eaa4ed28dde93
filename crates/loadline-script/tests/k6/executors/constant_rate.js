// Iterations at a rate.
// expect exit 0
// expect no metrics dropped_iterations
import { sleep } from 'k6';

export const options = {
  scenarios: { one: { executor: 'constant-arrival-rate', rate: 20, timeUnit: '1s', duration: '1s', preAllocatedVUs: 5 } },
  thresholds: { iterations: ['count>=20', 'count<=21'], vus_max: ['value==5'] },
};

export default function () { sleep(0.05); }
