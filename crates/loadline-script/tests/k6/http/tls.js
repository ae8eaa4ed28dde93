// HTTPS with a certificate of its own: refused, unless one looks away.
// expect exit 0
// expect checks 2 passed, 0 failed
import { check } from 'k6';
import http from 'k6/http';

export default function () {
  const r = http.get(`${__ENV.HTTPS}/get`);
  check(r, { 'refused': (v) => v.status === 0, 'code': (v) => v.error_code >= 1300 && v.error_code < 1400 });
}
