// maxRedirects of the options holds where the request names none.
// expect exit 0
// expect checks 3 passed, 0 failed
import { check } from 'k6';
import http from 'k6/http';

export const options = { maxRedirects: 1 };

export default function () {
  check(http.get(`${__ENV.HTTP}/redirect/1`), { 'within': (r) => r.status === 200 });
  check(http.get(`${__ENV.HTTP}/redirect/3`), { 'beyond': (r) => r.status === 302 });
  check(http.get(`${__ENV.HTTP}/redirect/3`, { redirects: 5 }), { 'the request decides': (r) => r.status === 200 });
}
