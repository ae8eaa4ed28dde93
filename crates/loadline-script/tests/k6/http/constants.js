// The constants of the module.
// expect exit 0
// expect checks 8 passed, 0 failed
import { check } from 'k6';
import http, { TLS_1_0 } from 'k6/http';

export default function () {
  check(http, {
    'tls 1.0': (h) => TLS_1_0 === 'tls1.0' && h.TLS_1_0 === TLS_1_0,
    'tls 1.1': (h) => h.TLS_1_1 === 'tls1.1',
    'tls 1.2': (h) => h.TLS_1_2 === 'tls1.2',
    'tls 1.3': (h) => h.TLS_1_3 === 'tls1.3',
    'ocsp good': (h) => h.OCSP_STATUS_GOOD === 'good',
    'ocsp unknown': (h) => h.OCSP_STATUS_UNKNOWN === 'unknown',
    'ocsp failed': (h) => h.OCSP_STATUS_SERVER_FAILED === 'server_failed',
    'ocsp reason': (h) => h.OCSP_REASON_KEY_COMPROMISE === 'key_compromise' && h.OCSP_REASON_REMOVE_FROM_CRL === 'remove_from_crl',
  });
}
