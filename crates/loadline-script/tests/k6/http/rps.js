// rps bounds all requests of the run together.
// run with --vus 4 --iterations 12
// expect exit 0
// expect checks 1 passed, 0 failed
import { check } from 'k6';
import exec from 'k6/execution';
import http from 'k6/http';

export const options = { rps: 10 };

export default function () {
  http.get(`${__ENV.HTTP}/get`);
  if (exec.scenario.iterationInTest === 11) {
    check(Date.now() - exec.scenario.startTime, { 'ten in a second': (v) => v >= 900 });
  }
}
