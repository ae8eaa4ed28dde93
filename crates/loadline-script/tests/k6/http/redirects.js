// Redirects are followed up to a limit, with the method that the status asks for.
// expect exit 0
// expect checks 14 passed, 0 failed
// expect console level=warning
import { check } from 'k6';
import http from 'k6/http';

export default function () {
  const base = __ENV.HTTP;
  check(http.get(`${base}/redirect/3`), {
    'followed': (r) => r.status === 200,
    'the last address': (r) => r.url === `${base}/get`,
    'the first request': (r) => r.request.url === `${base}/redirect/3`,
  });
  check(http.get(`${base}/relative-redirect/2`), { 'relative': (r) => r.status === 200 });
  check(http.get(`${base}/absolute-redirect/2`), { 'absolute': (r) => r.status === 200 });
  check(http.get(`${base}/redirect/1`, { redirects: 0 }), {
    'none followed': (r) => r.status === 302,
    'where to': (r) => r.headers.Location === '/get',
    'own address': (r) => r.url === `${base}/redirect/1`,
  });
  check(http.get(`${base}/redirect/12`), { 'ten at most': (r) => r.status === 302 });
  check(http.get(`${base}/redirect/4`, { redirects: 2 }), { 'own limit': (r) => r.status === 302 && r.url === `${base}/redirect/2` });
  const to = (status) => `${base}/redirect-to?status_code=${status}&url=${encodeURIComponent('/anything')}`;
  check(http.post(to(302), 'body'), { '302 turns to GET': (r) => r.json('method') === 'GET' && r.json('data') === '' });
  check(http.post(to(303), 'body'), { '303 turns to GET': (r) => r.json('method') === 'GET' });
  check(http.post(to(307), 'body'), { '307 keeps both': (r) => r.json('method') === 'POST' && r.json('data') === 'body' });
  check(http.put(to(308), 'body'), { '308 keeps both': (r) => r.json('method') === 'PUT' && r.json('data') === 'body' });
}
