// The lines of the summary.
// expect exit 0
// expect output █ TOTAL RESULTS
// expect output checks_total.......
// expect output 50.00% 1 out of 2
// expect output checks_failed...
// expect output checks_succeeded...
// expect output ✓ good
// expect output ✗ bad
// expect output ↳  0% — ✓ 0 / ✗ 1
// expect output CUSTOM
// expect output own_count
// expect output HTTP
// expect output http_req_failed
// expect output 0.00%
// expect output EXECUTION
// expect output iteration_duration
// expect output NETWORK
// expect output data_received
import { check } from 'k6';
import http from 'k6/http';
import { Counter } from 'k6/metrics';

const count = new Counter('own_count');

export default function () {
  count.add(2);
  http.get(`${__ENV.HTTP}/get`);
  check(null, { good: true, bad: false });
}
