// Samples have the tags of the system, the request and the user.
// expect exit 0
// expect checks 1 passed, 0 failed
import { check } from 'k6';
import exec from 'k6/execution';
import http from 'k6/http';

export const options = {
  tags: { run: 'all' },
  thresholds: {
    'http_reqs{name:plain}': ['count==1'],
    'http_reqs{kind:a}': ['count==2'],
    'http_reqs{kind:a,name:plain}': ['count==1'],
    'http_reqs{method:POST}': ['count==1'],
    'http_reqs{status:200}': ['count==4'],
    'http_reqs{proto:HTTP/1.1}': ['count==4'],
    'http_reqs{expected_response:true}': ['count==4'],
    'http_reqs{scenario:default}': ['count==4'],
    'http_reqs{run:all}': ['count==4'],
    'http_reqs{user:mine}': ['count==1'],
    'http_reqs{group:::one}': ['count==0'],
    'http_reqs{error_code:1404}': ['count==0'],
    [`http_reqs{url:${__ENV.HTTP}/get}`]: ['count==1'],
  },
};

export default function () {
  http.get(`${__ENV.HTTP}/get`, { tags: { kind: 'a', name: 'plain' } });
  http.get(`${__ENV.HTTP}/get`, { tags: { kind: 'a' } });
  http.post(`${__ENV.HTTP}/post`, 'x');
  exec.vu.tags.user = 'mine';
  const r = http.get(`${__ENV.HTTP}/anything`);
  delete exec.vu.tags.user;
  check(r, { 'sent': (v) => v.status === 200 });
}
