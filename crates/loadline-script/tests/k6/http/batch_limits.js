// batchPerHost bounds what goes to one host at a time.
// expect exit 0
// expect checks 1 passed, 0 failed
import { check } from 'k6';
import http from 'k6/http';

export const options = { batch: 10, batchPerHost: 1 };

export default function () {
  const start = Date.now();
  http.batch(Array.from({ length: 4 }, () => `${__ENV.HTTP}/delay/0.1`));
  check(Date.now() - start, { 'after another': (v) => v >= 390 });
}
