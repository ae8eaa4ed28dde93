// Without a certificate such a server refuses.
// expect exit 0
// expect checks 1 passed, 0 failed
import { check } from 'k6';
import http from 'k6/http';

export const options = { insecureSkipTLSVerify: true };

export default function () {
  check(http.get(`${__ENV.MTLS}/get`), { 'refused': (r) => r.status === 0 && r.error_code !== 0 });
}
