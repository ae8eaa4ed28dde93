// Users do not see each other's cookies, not even of a request that several make alike.
// run with --vus 3 --iterations 9
// expect exit 0
// expect checks 18 passed, 0 failed
import { check, sleep } from 'k6';
import http from 'k6/http';

export default function () {
  const jar = http.cookieJar();
  jar.set(__ENV.HTTP, 'user', `${__VU}`);
  check(http.get(`${__ENV.HTTP}/cookies`), { 'its own': (r) => r.json('cookies.user') === `${__VU}` });
  jar.clear(__ENV.HTTP);
  sleep(0.05);
  check(http.get(`${__ENV.HTTP}/cookies`), { 'none after clearing': (r) => r.json('cookies.user') === undefined });
}
