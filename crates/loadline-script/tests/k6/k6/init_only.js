// Checks, groups, sleeping and requests have no place in init code.
// expect exit 0
// expect checks 4 passed, 0 failed
import { check, group, sleep } from 'k6';
import http from 'k6/http';

const refused = {};
function attempt(name, action) {
  try { action(); } catch (e) { refused[name] = String(e); }
}
attempt('check', () => check(null, { a: true }));
attempt('group', () => group('a', () => {}));
attempt('sleep', () => sleep(0.01));
attempt('http', () => http.get(__ENV.HTTP + '/get'));

export default function () {
  check(refused, {
    'no check': (v) => v.check !== undefined,
    'no group': (v) => v.group !== undefined,
    'sleeping is let through': (v) => v.sleep === undefined,
    'no request': (v) => v.http !== undefined,
  });
}
