// Iterations shared by users.
// expect exit 0
// expect metrics iterations, vus, vus_max
// expect no metrics dropped_iterations
import exec from 'k6/execution';
import { Counter } from 'k6/metrics';
import { sleep } from 'k6';

const seen = new Counter('seen_executor');
export const options = {
  scenarios: { one: { executor: 'shared-iterations', vus: 3, iterations: 10, maxDuration: '20s' } },
  thresholds: { iterations: ['count==10'], 'iterations{scenario:one}': ['count==10'], 'seen_executor{is:shared-iterations}': ['count==10'], vus_max: ['value==3'] },
};

export default function () {
  seen.add(1, { is: exec.scenario.executor });
  if (exec.scenario.iterationInTest > 9) seen.add(100, { is: 'wrong' });
  sleep(0.4);
}
