// The first half of a test.
// run with --execution-segment=0:1/2 --execution-segment-sequence=0,1/2,1
// expect exit 0
import exec from 'k6/execution';
import { Counter } from 'k6/metrics';

const seen = new Counter('seen_users');
export const options = {
  scenarios: { one: { executor: 'per-vu-iterations', vus: 4, iterations: 1 } },
  thresholds: { iterations: ['count==2'], 'seen_users{id:1}': ['count==1'], 'seen_users{id:3}': ['count==1'], 'seen_users{id:2}': ['count==0'] },
};

export default function () { seen.add(1, { id: String(exec.vu.idInTest) }); }
