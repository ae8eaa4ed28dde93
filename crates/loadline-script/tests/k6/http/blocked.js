// Blocked addresses and names are not asked.
// expect exit 0
// expect checks 4 passed, 0 failed
import { check } from 'k6';
import http from 'k6/http';

export const options = { blacklistIPs: ['127.0.0.2/32', '10.0.0.0/8'], blockHostnames: ['*.blocked.example', 'exact.example'] };

export default function () {
  check(http.get(`http://127.0.0.2:${__ENV.HTTP.split(':')[2]}/get`), { 'address': (r) => r.error_code === 1110 });
  check(http.get('http://a.blocked.example/'), { 'name by wildcard': (r) => r.error_code === 1111 });
  check(http.get('http://exact.example/'), { 'name': (r) => r.error_code === 1111 });
  check(http.get(`${__ENV.HTTP}/get`), { 'others are': (r) => r.status === 200 });
}
