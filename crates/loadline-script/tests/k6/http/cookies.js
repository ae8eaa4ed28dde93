// Cookies: set by answers, by parameters, by jars; replaced, cleared, deleted; seen on the response.
// expect exit 0
// expect checks 20 passed, 0 failed
import { check } from 'k6';
import http from 'k6/http';

export default function () {
  const base = __ENV.HTTP;
  const seen = () => http.get(`${base}/cookies`).json('cookies');
  const set = http.get(`${base}/cookies/set?one=1`, { redirects: 0 });
  check(set, {
    'on the response': (r) => r.cookies.one[0].value === '1',
    'its path': (r) => r.cookies.one[0].path === '/',
    'no domain': (r) => r.cookies.one[0].domain === '',
    'neither secure nor http only': (r) => r.cookies.one[0].secure === false && r.cookies.one[0].http_only === false,
  });
  check(seen(), { 'sent with the next': (c) => c.one === '1' });
  check(http.get(`${base}/cookies`, { cookies: { two: '2' } }), {
    'by parameter': (r) => r.json('cookies.two') === '2',
    'beside those of the jar': (r) => r.json('cookies.one') === '1',
    'on the request': (r) => r.request.cookies.two[0].value === '2' && r.request.cookies.two[0].replace === false,
  });
  check(seen(), { 'a parameter does not stay': (c) => c.two === undefined });
  check(http.get(`${base}/cookies`, { cookies: { one: { value: 'new', replace: true } } }), { 'replaced': (r) => r.json('cookies.one') === 'new' });
  check(http.get(`${base}/cookies`, { cookies: { one: 'both' } }), { 'not replaced': (r) => [].concat(r.json('cookies.one')).length === 2 });
  const jar = http.cookieJar();
  jar.set(base, 'three', '3', { path: '/', max_age: 600 });
  check(seen(), { 'set in the jar': (c) => c.three === '3' });
  check(jar.cookiesForURL(`${base}/cookies`), { 'shown by the jar': (c) => c.three[0] === '3' && c.one[0] === '1' });
  jar.delete(base, 'three');
  check(seen(), { 'deleted': (c) => c.three === undefined && c.one === '1' });
  jar.clear(base);
  check(seen(), { 'cleared': (c) => Object.keys(c).length === 0 });
  const own = new http.CookieJar();
  own.set(base, 'mine', 'x');
  check(http.get(`${base}/cookies`, { jar: own }), { 'a jar of its own': (r) => r.json('cookies.mine') === 'x' });
  check(seen(), { 'apart from the user\'s': (c) => c.mine === undefined });
  http.get(`${base}/cookies/set/four/4`);
  check(seen(), { 'set on the way of a redirect': (c) => c.four === '4' });
  http.get(`${base}/cookies/delete?four`);
  check(seen(), { 'deleted by the server': (c) => c.four === undefined });
  check(http.get(`${base}/set-cookie?cookie=${encodeURIComponent('a=b; Path=/x; HttpOnly; Secure; Max-Age=60')}`), {
    'attributes': (r) => r.cookies.a[0].http_only && r.cookies.a[0].secure && r.cookies.a[0].path === '/x' && r.cookies.a[0].max_age === 60,
  });
}
