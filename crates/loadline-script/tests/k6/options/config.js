// A file of options is outweighed by the script.
// run with --config config.json
// expect exit 0
// expect checks 8 passed, 0 failed
import { check } from 'k6';
import exec from 'k6/execution';

export const options = { userAgent: 'from-script' };

export default function () {
  check(exec.test.options, { 'consolidated': (o) => o.scenarios.default.vus === 4 && o.userAgent === 'from-script' && o.noConnectionReuse === true });
}
