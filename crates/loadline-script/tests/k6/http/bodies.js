// Bodies: text, objects as forms, nested values, binary data, and none.
// expect exit 0
// expect checks 13 passed, 0 failed
import { check } from 'k6';
import http from 'k6/http';

export default function () {
  const url = `${__ENV.HTTP}/post`;
  check(http.post(url, { name: 'a b', mark: 'ü&=', list: ['1', '2'], count: 5, yes: true }), {
    'form type': (r) => r.json('headers.Content-Type') === 'application/x-www-form-urlencoded',
    'space': (r) => r.json('form.name') === 'a b',
    'signs': (r) => r.json('form.mark') === 'ü&=',
    'list': (r) => r.json('form.list').join() === '1,2',
    'number': (r) => r.json('form.count') === '5',
    'boolean': (r) => r.json('form.yes') === 'true',
  });
  check(http.post(url, JSON.stringify({ a: [1, 2] }), { headers: { 'Content-Type': 'application/json' } }), {
    'json type': (r) => r.json('headers.Content-Type') === 'application/json',
    'json': (r) => r.json('json.a.1') === 2,
  });
  check(http.post(url, 'text'), { 'text without a type': (r) => r.json('headers.Content-Type') === undefined && r.json('data') === 'text' });
  check(http.post(url, new Uint8Array([104, 105]).buffer), { 'array buffer': (r) => r.json('data') === 'hi' });
  check(http.post(url), { 'none': (r) => r.json('data') === '' && r.json('size') === 0 });
  check(http.post(url, null), { 'null': (r) => r.json('data') === '' });
  check(http.post(url, { name: 'x' }, { headers: { 'content-type': 'text/own' } }), { 'own type stays': (r) => r.json('headers.Content-Type') === 'text/own' });
}
