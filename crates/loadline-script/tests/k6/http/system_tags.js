// systemTags says which tags samples have.
// expect exit 0
// expect checks 1 passed, 0 failed
import { check } from 'k6';
import http from 'k6/http';

export const options = {
  systemTags: ['status', 'method', 'vu', 'iter'],
  thresholds: { 'http_reqs{method:GET}': ['count==1'], 'http_reqs{scenario:default}': ['count==0'], 'http_reqs{status:200}': ['count==1'] },
};

export default function () {
  check(http.get(`${__ENV.HTTP}/get`), { 'sent': (r) => r.status === 200 });
}
