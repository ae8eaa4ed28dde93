// Every verb sends its method and its body.
// expect exit 0
// expect checks 24 passed, 0 failed
// expect metrics http_reqs, http_req_duration, http_req_blocked, http_req_connecting, http_req_tls_handshaking, http_req_sending, http_req_waiting, http_req_receiving, http_req_failed
import { check } from 'k6';
import http from 'k6/http';

export default function () {
  const url = `${__ENV.HTTP}/anything`;
  for (const [verb, method] of [['get', 'GET'], ['post', 'POST'], ['put', 'PUT'], ['patch', 'PATCH'], ['del', 'DELETE'], ['options', 'OPTIONS']]) {
    const response = verb === 'get' ? http.get(url) : http[verb](url, 'the body');
    check(response, {
      [`${verb}: status`]: (r) => r.status === 200,
      [`${verb}: method`]: (r) => r.json('method') === method,
      [`${verb}: body`]: (r) => r.json('data') === (verb === 'get' ? '' : 'the body'),
    });
  }
  const head = http.head(url);
  check(head, {
    'head: status': (r) => r.status === 200,
    'head: no body': (r) => !r.body,
    'head: length': (r) => Number(r.headers['Content-Length']) > 0,
  });
  const request = http.request('POST', url, 'x');
  check(request, {
    'request: method': (r) => r.json('method') === 'POST',
    'request: body': (r) => r.json('data') === 'x',
  });
  check(http.request('delete', url), { 'request: lower case': (r) => r.json('method').toUpperCase() === 'DELETE' });
}
