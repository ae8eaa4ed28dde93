// iterations and vus stand for shared iterations.
// expect exit 0
// expect no console Error
import exec from 'k6/execution';

export const options = { vus: 2, iterations: 5, thresholds: { iterations: ['count==5'] } };

export default function () {
  if (exec.scenario.executor !== 'shared-iterations') throw new Error(exec.scenario.executor);
}
