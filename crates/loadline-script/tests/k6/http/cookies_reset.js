// The jar is emptied before each iteration.
// run with --iterations 2 --vus 1
// expect exit 0
// expect checks 2 passed, 0 failed
import { check } from 'k6';
import http from 'k6/http';

export default function () {
  check(http.get(`${__ENV.HTTP}/cookies`), { 'empty': (r) => Object.keys(r.json('cookies')).length === 0 });
  http.get(`${__ENV.HTTP}/cookies/set?a=1`);
}
