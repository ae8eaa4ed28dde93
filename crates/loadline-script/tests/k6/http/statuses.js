// Statuses, their error codes, and what counts as failed.
// expect exit 0
// expect checks 13 passed, 0 failed
import { check } from 'k6';
import http from 'k6/http';

export default function () {
  const get = (path) => http.get(`${__ENV.HTTP}${path}`);
  for (const status of [200, 201, 204, 304, 400, 404, 418, 429, 500, 503]) {
    check(get(`/status/${status}`), { [`${status}`]: (r) => r.status === status && r.error_code === (status < 400 ? 0 : 1000 + status) });
  }
  check(get('/status/404'), {
    'its text': (r) => r.status_text === '404 Not Found',
    'no error text for a status': (r) => r.error === '',
    'an empty body': (r) => !r.body,
  });
}
