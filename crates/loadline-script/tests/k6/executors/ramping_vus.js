// Users in stages.
// expect exit 0
import { sleep } from 'k6';
import { Trend } from 'k6/metrics';
import exec from 'k6/execution';

const active = new Trend('seen_active');
export const options = {
  scenarios: { one: { executor: 'ramping-vus', startVUs: 1, stages: [{ duration: '500ms', target: 4 }, { duration: '600ms', target: 4 }, { duration: '0s', target: 1 }, { duration: '300ms', target: 1 }], gracefulRampDown: '3s' } },
  thresholds: { vus_max: ['value==4'], seen_active: ['max==4', 'min<=2'], iterations: ['count>20'] },
};

export default function () { active.add(exec.instance.vusActive); sleep(0.05); }
