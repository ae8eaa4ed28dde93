// What is expected decides what failed: the default, a callback for all, one for a request, none at all.
// expect exit 0
// expect checks 4 passed, 0 failed
import { check } from 'k6';
import http from 'k6/http';

export const options = {
  thresholds: {
    'http_req_failed{case:default}': ['rate==1'],
    'http_req_failed{case:range}': ['rate==0'],
    'http_req_failed{case:own}': ['rate==0'],
    'http_req_failed{case:global}': ['rate==0.5'],
    'http_req_duration{expected_response:false}': ['max>=0'],
  },
};

export default function () {
  const get = (status, name, more) => http.get(`${__ENV.HTTP}/status/${status}`, Object.assign({ tags: { case: name } }, more));
  check(get(404, 'default'), { 'still a response': (r) => r.status === 404 });
  get(418, 'range', { responseCallback: http.expectedStatuses({ min: 400, max: 499 }) });
  get(500, 'own', { responseCallback: http.expectedStatuses(200, 500) });
  http.setResponseCallback(http.expectedStatuses(404));
  get(404, 'global');
  get(200, 'global');
  http.setResponseCallback(null);
  check(get(500, 'none'), { 'none': (r) => r.status === 500 });
  let said = '';
  try { http.expectedStatuses('200'); } catch (e) { said = String(e); }
  check(said, { 'text is refused': (v) => v !== '' });
  said = '';
  try { http.expectedStatuses({ min: 1 }); } catch (e) { said = String(e); }
  check(said, { 'half a range is refused': (v) => v !== '' });
}
