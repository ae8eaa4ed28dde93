// tlsVersion bounds what is spoken.
// expect exit 0
// expect checks 1 passed, 0 failed
import { check } from 'k6';
import http from 'k6/http';

export const options = { insecureSkipTLSVerify: true, tlsVersion: { min: http.TLS_1_2, max: http.TLS_1_2 } };

export default function () {
  check(http.get(`${__ENV.HTTPS}/get`), { 'tls 1.2': (r) => r.tls_version === 'tls1.2' });
}
