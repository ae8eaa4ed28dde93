// Nothing stands for one iteration of one user.
// expect exit 0
// expect no console Error
import exec from 'k6/execution';

export const options = { thresholds: { iterations: ['count==1'] } };

export default function () {
  if (exec.scenario.executor !== 'per-vu-iterations' && exec.scenario.executor !== 'shared-iterations') throw new Error(exec.scenario.executor);
}
