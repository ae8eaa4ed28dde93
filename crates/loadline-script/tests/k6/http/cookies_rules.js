// Where a cookie goes: its path, its age, and only over TLS if it is secure.
// expect exit 0
// expect checks 5 passed, 0 failed
import { check } from 'k6';
import http from 'k6/http';

export default function () {
  const base = __ENV.HTTP;
  const set = (cookie) => http.get(`${base}/set-cookie?cookie=${encodeURIComponent(cookie)}`);
  const sent = (path) => http.get(`${base}${path}`).json('headers.Cookie') || '';
  set('deep=1; Path=/anything/deep');
  check(sent('/anything/deep/er'), { 'below its path': (c) => c.includes('deep=1') });
  check(sent('/headers'), { 'not beside it': (c) => !c.includes('deep=1') });
  set('old=1; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT');
  check(sent('/headers'), { 'not when expired': (c) => !c.includes('old=1') });
  set('safe=1; Path=/; Secure');
  check(sent('/headers'), { 'secure ones only over TLS': (c) => !c.includes('safe=1') });
  set('other=1; Path=/; Domain=elsewhere.example');
  check(sent('/headers'), { 'not of another domain': (c) => !c.includes('other=1') });
}
