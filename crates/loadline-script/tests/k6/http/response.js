// What a response says of itself.
// expect exit 0
// expect checks 21 passed, 0 failed
import { check } from 'k6';
import http from 'k6/http';

export default function () {
  const url = `${__ENV.HTTP}/get?a=1`;
  const r = http.get(url, { headers: { 'X-Own': 'yes' } });
  check(r, {
    'url': (r) => r.url === url,
    'status': (r) => r.status === 200,
    'status text': (r) => r.status_text === '200 OK',
    'protocol': (r) => r.proto === 'HTTP/1.1',
    'address': (r) => r.remote_ip === '127.0.0.1',
    'port': (r) => r.remote_port === Number(__ENV.HTTP.split(':')[2]),
    'header in canonical case': (r) => r.headers['Content-Type'] === 'application/json',
    'no header in lower case': (r) => r.headers['content-type'] === undefined,
    'body': (r) => typeof r.body === 'string' && r.body.length === Number(r.headers['Content-Length']),
    'no error': (r) => r.error === '' && r.error_code === 0,
    'no TLS': (r) => r.tls_version === '' && r.tls_cipher_suite === '',
    'no OCSP': (r) => r.ocsp.status === '' || r.ocsp.status === 'unknown' || r.ocsp.status === undefined || typeof r.ocsp === 'object',
    'cookies': (r) => Object.keys(r.cookies).length === 0,
    'timings': (r) => ['blocked', 'looking_up', 'connecting', 'tls_handshaking', 'sending', 'waiting', 'receiving', 'duration'].every((k) => typeof r.timings[k] === 'number'),
    'duration is its parts': (r) => Math.abs(r.timings.duration - r.timings.sending - r.timings.waiting - r.timings.receiving) < 0.001,
    'request method': (r) => r.request.method === 'GET',
    'request url': (r) => r.request.url === url,
    'request headers are lists': (r) => r.request.headers['X-Own'][0] === 'yes',
    'request user agent': (r) => r.request.headers['User-Agent'].length === 1,
    'request body': (r) => r.request.body === '',
    'request cookies': (r) => Object.keys(r.request.cookies).length === 0,
  });
}
