// Users for a time.
// expect exit 0
// expect no metrics dropped_iterations
import { sleep } from 'k6';

export const options = {
  scenarios: { one: { executor: 'constant-vus', vus: 2, duration: '1s', gracefulStop: '5s' } },
  thresholds: { iterations: ['count>=8', 'count<=12'], vus_max: ['value==2'] },
};

export default function () { sleep(0.2); }
