// asyncRequest() gives promises; several are under way at once.
// expect exit 0
// expect checks 5 passed, 0 failed
import { check } from 'k6';
import http from 'k6/http';

export default async function () {
  const r = await http.asyncRequest('POST', `${__ENV.HTTP}/post`, 'x', { headers: { 'X-A': '1' } });
  check(r, { 'sent': (v) => v.json('data') === 'x' && v.json('headers.X-A') === '1' });
  const start = Date.now();
  const all = await Promise.all([1, 2, 3].map(() => http.asyncRequest('GET', `${__ENV.HTTP}/delay/0.3`)));
  check(all, { 'all': (v) => v.every((one) => one.status === 200) });
  check(Date.now() - start, { 'at once': (v) => v < 850 });
  let order = '';
  const late = http.asyncRequest('GET', `${__ENV.HTTP}/get`).then(() => { order += 'b'; });
  order += 'a';
  await late;
  check(order, { 'not before it is awaited': (v) => v === 'ab' });
  let said = 'resolved';
  try { said += (await http.asyncRequest('GET', 'http://127.0.0.1:1/')).error_code; } catch (e) { said = 'rejected'; }
  check(said, { 'a failure is a response': (v) => v === 'resolved1212' });
}
