// An empty user agent is sent as none.
// expect exit 0
// expect checks 1 passed, 0 failed
import { check } from 'k6';
import http from 'k6/http';

export const options = { userAgent: '' };

export default function () {
  check(http.get(`${__ENV.HTTP}/headers`), { 'none': (r) => r.json('headers.User-Agent') === undefined });
}
