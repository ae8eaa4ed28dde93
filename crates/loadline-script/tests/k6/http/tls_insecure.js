// With insecureSkipTLSVerify any certificate will do; the response says which TLS it was.
// expect exit 0
// expect checks 6 passed, 0 failed
import { check } from 'k6';
import http from 'k6/http';

export const options = { insecureSkipTLSVerify: true, thresholds: { 'http_reqs{tls_version:tls1.3}': ['count==1'] } };

export default function () {
  const r = http.get(`${__ENV.HTTPS}/get`);
  check(r, {
    'taken': (v) => v.status === 200,
    'version': (v) => v.tls_version === http.TLS_1_3 && v.tls_version === 'tls1.3',
    'cipher': (v) => v.tls_cipher_suite.startsWith('TLS_'),
    'handshake took time': (v) => v.timings.tls_handshaking > 0,
    'ocsp': (v) => v.ocsp.status === 'unknown',
    'scheme': (v) => v.json('url').startsWith('https://'),
  });
}
