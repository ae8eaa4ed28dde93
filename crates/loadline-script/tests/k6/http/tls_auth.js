// tlsAuth shows a certificate to a server that wants one.
// expect exit 0
// expect checks 1 passed, 0 failed
import { check } from 'k6';
import encoding from 'k6/encoding';
import http from 'k6/http';

export const options = {
  insecureSkipTLSVerify: true,
  tlsAuth: [{ cert: encoding.b64decode(__ENV.CLIENT_CERT, 'std', 's'), key: encoding.b64decode(__ENV.CLIENT_KEY, 'std', 's') }],
};

export default function () {
  check(http.get(`${__ENV.MTLS}/get`), { 'let in': (r) => r.status === 200 });
}
