// Thresholds on what the tool itself measures.
// expect exit 0
import { check, group } from 'k6';
import http from 'k6/http';

export const options = {
  thresholds: {
    http_req_duration: ['p(95)<5000', 'avg<5000'],
    'http_req_duration{expected_response:true}': ['max<5000'],
    'http_req_duration{status:404}': ['max<5000'],
    http_req_failed: ['rate==0.5'],
    checks: ['rate==1'],
    'checks{group:::work}': ['rate==1'],
    'group_duration{group:::work}': ['max<5000'],
    iterations: ['count==1'],
    data_received: ['count>100'],
    data_sent: ['count>100'],
    'http_reqs{group:::work,status:200}': ['count==1'],
  },
};

export default function () {
  group('work', () => {
    check(http.get(`${__ENV.HTTP}/get`), { 'good': (r) => r.status === 200 });
    http.get(`${__ENV.HTTP}/status/404`);
  });
}
