// Keyed digests, at once and in pieces.
// expect exit 0
// expect checks 8 passed, 0 failed
import { check } from 'k6';
import crypto from 'k6/crypto';

export default function () {
  const text = 'The quick brown fox jumps over the lazy dog';
  const sum = 'f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8';
  check(crypto, {
    'sha256': (c) => c.hmac('sha256', 'key', text, 'hex') === sum,
    'md5': (c) => c.hmac('md5', 'key', text, 'hex') === '80070713463e7749b90c2dc24911e275',
    'sha1': (c) => c.hmac('sha1', 'key', text, 'hex') === 'de7c9b85b8b78aa6bc8a7a36f70a90701c9db4d9',
    'sha512': (c) => c.hmac('sha512', 'key', text, 'hex').startsWith('b42af09057bac1e2d41708e48a902e09'),
    'in pieces': (c) => { const mac = c.createHMAC('sha256', 'key'); mac.update(text.slice(0, 10)); mac.update(text.slice(10)); return mac.digest('hex') === sum; },
    'a key of bytes': (c) => c.hmac('sha256', new Uint8Array([107, 101, 121]).buffer, text, 'hex') === sum,
    'base64': (c) => c.hmac('sha256', 'key', text, 'base64') === '97yD9DBThCSxMpjmqm+xQ+9NWaFJRhdZl0edvC0aPNg=',
    'binary': (c) => c.hmac('sha256', 'key', text, 'binary').byteLength === 32,
  });
}
