// A connection is used again, unless the options forbid it.
// expect exit 0
// expect checks 2 passed, 0 failed
import { check } from 'k6';
import http from 'k6/http';

export default function () {
  http.get(`${__ENV.HTTP}/get`);
  const again = http.get(`${__ENV.HTTP}/get`);
  check(again, { 'no time to connect': (r) => r.timings.connecting === 0, 'sent': (r) => r.status === 200 });
}
