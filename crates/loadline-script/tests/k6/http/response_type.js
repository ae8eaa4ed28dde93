// How the body comes: text, bytes, or not at all.
// expect exit 0
// expect checks 5 passed, 0 failed
import { check } from 'k6';
import http from 'k6/http';

export default function () {
  const get = (responseType) => http.get(`${__ENV.HTTP}/base64/aGVsbG8=`, responseType ? { responseType } : null);
  check(get(), { 'text by default': (r) => r.body === 'hello' });
  check(get('text'), { 'text': (r) => r.body === 'hello' });
  check(get('binary'), { 'bytes': (r) => r.body instanceof ArrayBuffer && new Uint8Array(r.body)[4] === 111 });
  check(get('none'), { 'none': (r) => r.body === null && r.status === 200 });
  check(http.get(`${__ENV.HTTP}/image/png`, { responseType: 'binary' }), { 'a picture': (r) => new Uint8Array(r.body)[1] === 80 });
}
