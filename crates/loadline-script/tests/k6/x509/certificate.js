// What a certificate says.
// expect exit 0
// expect checks 13 passed, 0 failed
import { check } from 'k6';
import encoding from 'k6/encoding';
import x509 from 'k6/crypto/x509';

const pem = encoding.b64decode(__ENV.SERVER_CERT, 'std', 's');

export default function () {
  const certificate = x509.parse(pem);
  check(certificate, {
    'subject': (c) => c.subject.commonName === 'rcgen self signed cert',
    'subject names': (c) => Array.isArray(c.subject.names) && c.subject.names[0].type === '2.5.4.3',
    'issuer': (c) => c.issuer.commonName === 'rcgen self signed cert',
    'not before': (c) => c.notBefore.startsWith('1975-01-01T'),
    'not after': (c) => c.notAfter.startsWith('4096-01-01T'),
    'alternative names': (c) => c.altNames.join() === 'localhost,127.0.0.1',
    'signature': (c) => c.signatureAlgorithm === 'ECDSA-SHA256',
    'fingerprint': (c) => c.fingerPrint.length === 20,
    'key': (c) => c.publicKey.algorithm === 'ECDSA' && typeof c.publicKey.key === 'object',
  });
  check(x509.getAltNames(pem), { 'getAltNames': (v) => v.join() === 'localhost,127.0.0.1' });
  check(x509.getIssuer(pem), { 'getIssuer': (v) => v.commonName === 'rcgen self signed cert' });
  check(x509.getSubject(pem), { 'getSubject': (v) => v.commonName === 'rcgen self signed cert' });
  let said = '';
  try { x509.parse('nonsense'); } catch (e) { said = String(e); }
  check(said, { 'nonsense': (v) => v.includes('failed to decode certificate PEM') });
}
