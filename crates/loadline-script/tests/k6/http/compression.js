// Coded answers are read, coded requests are sent.
// expect exit 0
// expect checks 12 passed, 0 failed
import { check } from 'k6';
import http from 'k6/http';

export default function () {
  const headers = { 'Accept-Encoding': 'gzip, deflate, br, zstd' };
  for (const [path, flag] of [['gzip', 'gzipped'], ['deflate', 'deflated'], ['brotli', 'brotli'], ['zstd', 'zstd']]) {
    const r = http.get(`${__ENV.HTTP}/${path}`, { headers });
    check(r, { [`${path} read`]: (v) => v.json(flag) === true, [`${path} named`]: (v) => v.headers['Content-Encoding'] !== undefined });
  }
  for (const coding of ['gzip', 'deflate', 'br', 'zstd']) {
    const r = http.post(`${__ENV.HTTP}/post`, 'x'.repeat(1000), { compression: coding });
    check(r, { [`${coding} sent`]: (v) => v.json('headers.Content-Encoding') === coding && v.json('size') < 200 });
  }
}
