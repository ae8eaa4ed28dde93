// With noCookiesReset the jar lasts.
// run with --iterations 2 --vus 1
// expect exit 0
// expect checks 2 passed, 0 failed
import { check } from 'k6';
import http from 'k6/http';

export const options = { noCookiesReset: true };

export default function () {
  check(http.get(`${__ENV.HTTP}/cookies`), { 'kept': (r) => (__ITER === 0 ? r.json('cookies.a') === undefined : r.json('cookies.a') === '1') });
  http.get(`${__ENV.HTTP}/cookies/set?a=1`);
}
