// Headers out and in: own ones, the host, the user agent of the options, one that comes several times.
// expect exit 0
// expect checks 7 passed, 0 failed
import { check } from 'k6';
import http from 'k6/http';

export const options = { userAgent: 'own-agent/1' };

export default function () {
  const r = http.get(`${__ENV.HTTP}/headers`, { headers: { 'x-lower': 'a', 'X-Number': 5, 'X-Empty': '', Host: 'other.example' } });
  check(r, {
    'own': (r) => r.json('headers.X-Lower') === 'a',
    'number': (r) => r.json('headers.X-Number') === '5',
    'empty': (r) => r.json('headers.X-Empty') === '',
    'host': (r) => r.json('headers.Host') === 'other.example',
    'user agent': (r) => r.json('headers.User-Agent') === 'own-agent/1',
  });
  check(http.get(`${__ENV.HTTP}/headers`, { headers: { 'User-Agent': 'mine' } }), { 'own user agent': (r) => r.json('headers.User-Agent') === 'mine' });
  check(http.get(`${__ENV.HTTP}/response-headers?x-twice=1&x-twice=2`), { 'joined': (r) => r.headers['X-Twice'] === '1, 2' });
}
