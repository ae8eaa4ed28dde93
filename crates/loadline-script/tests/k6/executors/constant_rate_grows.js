// Users are added up to maxVUs.
// expect exit 0
import { sleep } from 'k6';

export const options = {
  scenarios: { one: { executor: 'constant-arrival-rate', rate: 10, timeUnit: '1s', duration: '2s', preAllocatedVUs: 1, maxVUs: 10 } },
  thresholds: { vus_max: ['value>1', 'value<=10'], iterations: ['count>=14'] },
};

export default function () { sleep(0.3); }
