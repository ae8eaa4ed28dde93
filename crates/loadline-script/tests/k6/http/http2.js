// HTTP/2 where the server speaks it.
// expect exit 0
// expect checks 6 passed, 0 failed
import { check } from 'k6';
import http from 'k6/http';

export const options = { insecureSkipTLSVerify: true, thresholds: { 'http_reqs{proto:HTTP/2.0}': ['count==4'] } };

export default function () {
  check(http.get(`${__ENV.HTTP2}/get?a=1`), {
    'protocol': (r) => r.proto === 'HTTP/2.0',
    'status': (r) => r.status === 200,
    'status text': (r) => r.status_text.startsWith('200'),
    'headers in canonical case': (r) => r.headers['Content-Type'] === 'application/json',
  });
  check(http.post(`${__ENV.HTTP2}/post`, 'x'.repeat(100000)), { 'a long body': (r) => r.json('size') === 100000 });
  check(http.get(`${__ENV.HTTP2}/redirect/1`), { 'a redirect': (r) => r.status === 200 });
}
