// batch(): lists and objects, of addresses, of arrays and of objects; at once, not after another.
// expect exit 0
// expect checks 11 passed, 0 failed
import { check } from 'k6';
import http from 'k6/http';

export default function () {
  const base = __ENV.HTTP;
  const list = http.batch([
    `${base}/get?n=1`,
    ['POST', `${base}/post`, 'two'],
    { method: 'PUT', url: `${base}/put`, body: 'three', params: { headers: { 'X-N': '3' } } },
    ['GET', `${base}/get?n=4`, null, { tags: { n: '4' } }],
  ]);
  check(list, {
    'all': (v) => v.length === 4,
    'address': (v) => v[0].json('args.n') === '1',
    'array': (v) => v[1].json('data') === 'two',
    'object': (v) => v[2].json('method') === 'PUT' && v[2].json('data') === 'three',
    'parameters': (v) => v[2].json('headers.X-N') === '3',
    'in order': (v) => v[3].json('args.n') === '4',
  });
  const named = http.batch({ a: `${base}/get?n=a`, b: { method: 'GET', url: `${base}/get?n=b` } });
  check(named, { 'by name': (v) => v.a.json('args.n') === 'a' && v.b.json('args.n') === 'b' });
  const start = Date.now();
  http.batch(Array.from({ length: 5 }, () => `${base}/delay/0.3`));
  check(Date.now() - start, { 'at once': (v) => v >= 300 && v < 1400 });
  const broken = http.batch([`${base}/get`, 'http://127.0.0.1:1/']);
  check(broken, { 'one that fails': (v) => v[0].status === 200 && v[1].status === 0 && v[1].error_code === 1212 });
  check(http.batch([]), { 'none': (v) => v.length === 0 });
  check(http.batch([{ url: 7 }]), { 'no address': (v) => v[0].error_code === 1020 && v[0].error.includes('invalid URL') });
}
