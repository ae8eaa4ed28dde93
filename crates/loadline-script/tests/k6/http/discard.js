// discardResponseBodies leaves bodies out unless the request asks for one.
// expect exit 0
// expect checks 3 passed, 0 failed
import { check } from 'k6';
import http from 'k6/http';

export const options = { discardResponseBodies: true };

export default function () {
  check(http.get(`${__ENV.HTTP}/get`), { 'none': (r) => r.body === null, 'status all the same': (r) => r.status === 200 });
  check(http.get(`${__ENV.HTTP}/get`, { responseType: 'text' }), { 'asked for': (r) => r.body.length > 0 });
}
