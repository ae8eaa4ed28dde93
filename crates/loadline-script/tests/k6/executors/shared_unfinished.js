// What does not begin within maxDuration is dropped.
// expect exit 0
// expect metrics dropped_iterations
import { sleep } from 'k6';

export const options = {
  scenarios: { one: { executor: 'shared-iterations', vus: 2, iterations: 100, maxDuration: '1s', gracefulStop: '5s' } },
  thresholds: { iterations: ['count>=2', 'count<10'], dropped_iterations: ['count>=90'] },
};

export default function () { sleep(0.6); }
