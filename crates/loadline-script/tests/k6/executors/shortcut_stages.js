// stages stand for ramping users.
// expect exit 0
// expect no console Error
import { sleep } from 'k6';
import exec from 'k6/execution';

export const options = { stages: [{ duration: '500ms', target: 2 }, { duration: '500ms', target: 0 }], thresholds: { vus_max: ['value==2'] } };

export default function () {
  if (exec.scenario.executor !== 'ramping-vus') throw new Error(exec.scenario.executor);
  sleep(0.05);
}
