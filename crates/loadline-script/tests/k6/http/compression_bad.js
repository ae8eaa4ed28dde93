// A coding that nobody knows is an error; a body that is not what it says is an error.
// expect exit 0
// expect checks 2 passed, 0 failed
import { check } from 'k6';
import http from 'k6/http';

export default function () {
  const r = http.post(`${__ENV.HTTP}/post`, 'x', { compression: 'own' });
  check(r, { 'unknown': (v) => v.status === 0 && v.error.includes('unknown compression algorithm') });
  check(http.get(`${__ENV.HTTP}/response-headers?content-encoding=gzip`), { 'not gzip': (r) => r.error_code === 1701 });
}
