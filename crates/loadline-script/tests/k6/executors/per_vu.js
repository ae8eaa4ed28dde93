// Iterations of each user.
// expect exit 0
import exec from 'k6/execution';
import { Counter } from 'k6/metrics';

const seen = new Counter('seen_iterations');
export const options = {
  scenarios: { one: { executor: 'per-vu-iterations', vus: 3, iterations: 4 } },
  thresholds: { iterations: ['count==12'], 'seen_iterations{iter:0}': ['count==3'], 'seen_iterations{iter:3}': ['count==3'], 'seen_iterations{vu:2}': ['count==4'] },
};

export default function () {
  seen.add(1, { iter: String(exec.vu.iterationInScenario), vu: String(exec.vu.idInTest) });
}
