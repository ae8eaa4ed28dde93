// noConnectionReuse opens one for each request.
// expect exit 0
// expect checks 1 passed, 0 failed
import { check } from 'k6';
import http from 'k6/http';

export const options = { noConnectionReuse: true };

export default function () {
  http.get(`${__ENV.HTTP}/get`);
  check(http.get(`${__ENV.HTTP}/get`), { 'connects again': (r) => r.timings.connecting > 0 });
}
