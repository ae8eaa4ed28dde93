// What a script sends to one host alone does not follow a redirect to another.
// expect exit 0
// expect checks 5 passed, 0 failed
import { check } from 'k6';
import http from 'k6/http';

export const options = { hosts: { 'other.test': '127.0.0.1', 'one.test': '127.0.0.1', 'sub.one.test': '127.0.0.1' } };

export default function () {
  const port = __ENV.HTTP.split(':').pop();
  const to = (host) => `http://one.test:${port}/redirect-to?status_code=302&url=${encodeURIComponent(`http://${host}:${port}/headers`)}`;
  const headers = { Authorization: 'Bearer own', 'X-Own': 'kept' };
  const seen = (host) => http.get(to(host), { headers, cookies: { own: 'one' } }).json('headers');
  check(seen('other.test'), {
    'no credentials elsewhere': (h) => h.Authorization === undefined,
    'where from': (h) => String(h.Referer).startsWith('http://one.test'),
    'other headers go along': (h) => String(h['X-Own']) === 'kept',
  });
  check(seen('one.test'), { 'the same host': (h) => String(h.Authorization) === 'Bearer own' });
  check(seen('sub.one.test'), { 'below it': (h) => String(h.Authorization) === 'Bearer own' });
}
