// Flags outweigh the script.
// run with --vus 3 --iterations 6 --tag run=flag -e WHO=me --max-redirects 1
// expect exit 0
// expect checks 6 passed, 0 failed
import { check } from 'k6';
import exec from 'k6/execution';

export const options = { vus: 1, iterations: 1, thresholds: { iterations: ['count==6'], 'iterations{run:flag}': ['count==6'] } };

export default function () {
  check(exec.test.options, { 'consolidated': (o) => o.scenarios.default.vus === 3 && o.scenarios.default.iterations === 6 && o.maxRedirects === 1 && __ENV.WHO === 'me' });
}
