// Failures: refused connections, unknown hosts, wrong addresses, unknown schemes.
// expect exit 0
// expect checks 10 passed, 0 failed
import { check } from 'k6';
import http from 'k6/http';

export default function () {
  const refused = http.get('http://127.0.0.1:1/');
  check(refused, {
    'refused: status': (r) => r.status === 0,
    'refused: code': (r) => r.error_code === 1212,
    'refused: text': (r) => r.error.includes('connection refused'),
    'refused: body': (r) => r.body === null,
    'refused: headers': (r) => Object.keys(r.headers).length === 0,
    'refused: timings': (r) => r.timings.waiting === 0,
  });
  check(http.get('http://no-such-host.invalid/'), { 'no such host': (r) => r.error_code === 1101 || r.error_code === 1100 });
  const said = (url) => { try { return http.get(url).error_code; } catch (e) { return String(e); } };
  check(said('http://a b/'), { 'wrong address': (v) => v === 1020 || String(v).includes('invalid') });
  check(said('ftp://127.0.0.1/'), { 'unknown scheme': (v) => v !== 0 });
  check(said('/relative'), { 'no host': (v) => v !== 0 });
}
