// fetch with its classes, which k6 lacks.
// expect exit 0
// expect checks 25 passed, 0 failed
// expect metrics http_reqs
import { check } from 'k6';

async function said(work) {
  try { return String(await work()); } catch (e) { return String(e); }
}

export default async function () {
  const base = __ENV.HTTP;
  const answer = await fetch(`${base}/get?a=1`, { headers: { 'X-Own': 'yes' } });
  check(answer, {
    'a response': (r) => r instanceof Response && r.ok && r.status === 200 && r.statusText === 'OK',
    'its type': (r) => r.headers.get('Content-Type').includes('json'),
    'its address': (r) => r.url === `${base}/get?a=1` && r.redirected === false,
  });
  const copy = answer.clone();
  const seen = await answer.json();
  check(seen, { 'headers were sent': (v) => JSON.stringify(v).includes('yes') });
  check(answer, { 'read once': (r) => r.bodyUsed === true });
  check(await said(() => answer.text()), { 'not twice': (v) => v.startsWith('TypeError') });
  check(await copy.text(), { 'a copy is': (v) => v.startsWith('{') });

  const posted = await fetch(`${base}/post`, { method: 'post', body: JSON.stringify({ own: 'é' }) });
  check(await posted.json(), { 'a text was sent': (v) => JSON.stringify(v).includes('é') });
  const form = await fetch(`${base}/post`, { method: 'POST', body: new URLSearchParams({ a: '1 2' }) });
  check(await form.text(), { 'a form was sent': (v) => v.includes('x-www-form-urlencoded') });
  const request = new Request(`${base}/post`, { method: 'POST', body: new Uint8Array([111, 119, 110]) });
  check(request, { 'a request': (r) => r.method === 'POST' && r.bodyUsed === false });
  check(await (await fetch(request)).text(), { 'bytes were sent': (v) => v.includes('own') });
  const missing = await fetch(`${base}/status/404`);
  check(missing, { 'an answer all the same': (r) => r.status === 404 && r.ok === false });
  check(await missing.arrayBuffer(), { 'bytes': (v) => v instanceof ArrayBuffer });
  const moved = await fetch(`${base}/redirect/1`);
  check(moved, { 'followed': (r) => r.status === 200 && r.redirected === true });

  check(await said(() => fetch('http://127.0.0.1:1/')), { 'nobody there': (v) => v.startsWith('TypeError: fetch failed') });
  check(await said(() => fetch('/own')), { 'no address': (v) => v.startsWith('TypeError: Failed to parse URL') });
  check(await said(() => fetch(base, { body: 'x' })), { 'no body': (v) => v.startsWith('TypeError') });
  const abort = new AbortController();
  abort.abort(new Error('enough'));
  check(await said(() => fetch(base, { signal: abort.signal })), { 'given up': (v) => v === 'Error: enough' });

  const headers = new Headers([['B', '2'], ['a', '1'], ['b', ' 3 ']]);
  headers.append('Set-Cookie', 'x=1');
  headers.append('Set-Cookie', 'y=2');
  check(headers, {
    'in order': (h) => [...h].join(';') === 'a,1;b,2, 3;set-cookie,x=1;set-cookie,y=2',
    'by name': (h) => h.get('A') === '1' && h.has('B') && h.get('c') === null,
    'cookies': (h) => h.getSetCookie().join() === 'x=1,y=2',
  });
  check(await said(() => new Headers({ 'a b': '1' })), { 'no name': (v) => v.startsWith('TypeError') });
  const made = Response.json({ a: 1 }, { status: 201 });
  check(made, { 'made': (r) => r.status === 201 && r.headers.get('content-type') === 'application/json' });
  check(await made.json(), { 'and read': (v) => v.a === 1 });
  check(await said(() => new Response('', { status: 99 })), { 'no status': (v) => v.startsWith('RangeError') });
}
