// A time-out is a response without status, with the error's code and text.
// expect exit 0
// expect checks 7 passed, 0 failed
import { check } from 'k6';
import http from 'k6/http';

export default function () {
  const r = http.get(`${__ENV.HTTP}/delay/5`, { timeout: '200ms' });
  check(r, {
    'no status': (v) => v.status === 0,
    'code': (v) => v.error_code === 1050,
    'text': (v) => v.error === 'request timeout',
    'no body': (v) => v.body === null,
    'took its time': (v) => v.timings.duration >= 190 && v.timings.duration < 2000,
  });
  check(http.get(`${__ENV.HTTP}/delay/5`, { timeout: 150 }), { 'a number is milliseconds': (v) => v.error_code === 1050 });
  check(http.get(`${__ENV.HTTP}/delay/0.05`, { timeout: '5s' }), { 'in time': (v) => v.status === 200 });
}
