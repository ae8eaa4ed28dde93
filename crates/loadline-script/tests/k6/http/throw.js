// With throw, failures are exceptions.
// expect exit 0
// expect checks 2 passed, 0 failed
import { check } from 'k6';
import http from 'k6/http';

export const options = { throw: true };

export default function () {
  let said = '';
  try { http.get('http://127.0.0.1:1/'); } catch (e) { said = String(e); }
  check(said, { 'thrown': (v) => v.includes('refused') });
  check(http.get('http://127.0.0.1:1/', { throw: false }), { 'unless the request says otherwise': (r) => r.error_code === 1212 });
}
