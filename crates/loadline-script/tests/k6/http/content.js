// Kinds of content: streams in chunks, text beyond ASCII, ranges, caches, large bodies.
// expect exit 0
// expect checks 7 passed, 0 failed
import { check } from 'k6';
import http from 'k6/http';

export default function () {
  const get = (path, params) => http.get(`${__ENV.HTTP}${path}`, params);
  check(get('/stream/3'), { 'chunks': (r) => r.body.trim().split('\n').length === 3 });
  check(get('/stream-bytes/5000'), { 'bytes in chunks': (r) => r.body.length === 5000 });
  check(get('/encoding/utf8'), { 'text': (r) => r.body.includes('日本語') && r.body.includes('🙂') });
  check(get('/range/26', { headers: { Range: 'bytes=0-2' } }), { 'a range': (r) => r.status === 206 && r.body === 'abc' });
  check(get('/cache', { headers: { 'If-None-Match': '"version-1"' } }), { 'not modified': (r) => r.status === 304 });
  check(get('/bytes/1000000'), { 'a large body': (r) => r.body.length === 1000000 });
  check(get('/drip?numbytes=4&code=202'), { 'accepted': (r) => r.status === 202 && r.body === '****' });
}
