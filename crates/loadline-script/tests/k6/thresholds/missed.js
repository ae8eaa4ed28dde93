// A threshold that is missed gives the run its exit code; all of them are shown.
// expect exit 99
// expect console thresholds on metrics
// expect output ✗ 'rate==0'
// expect output ✓ 'rate>=0'
// expect output ✗ 'count>5'
import { Counter, Rate } from 'k6/metrics';

const failures = new Rate('own_failures');
const calls = new Counter('own_calls');
export const options = { thresholds: { own_failures: ['rate==0', 'rate>=0'], own_calls: ['count>5'] } };

export default function () { failures.add(1); calls.add(1); }
