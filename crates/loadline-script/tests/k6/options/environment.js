// K6_ variables outweigh the script, flags outweigh them.
// run with --iterations 4
// run under K6_VUS=2
// run under K6_ITERATIONS=50
// run under K6_USER_AGENT=from-env
// expect exit 0
// expect checks 4 passed, 0 failed
import { check } from 'k6';
import exec from 'k6/execution';

export const options = { vus: 1, iterations: 1, userAgent: 'from-script', thresholds: { iterations: ['count==4'] } };

export default function () {
  check(exec.test.options, { 'consolidated': (o) => o.scenarios.default.vus === 2 && o.scenarios.default.iterations === 4 && o.userAgent === 'from-env' });
}
