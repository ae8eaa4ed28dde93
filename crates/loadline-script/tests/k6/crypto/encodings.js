// How a digest comes: hex, the kinds of base 64, bytes; what is refused.
// expect exit 0
// expect checks 11 passed, 0 failed
import { check } from 'k6';
import crypto from 'k6/crypto';

const said = (action) => { try { action(); return ''; } catch (e) { return String(e); } };

export default function () {
  check(crypto, {
    'hex': (c) => c.md5('abc', 'hex') === '900150983cd24fb0d6963f7d28e17f72',
    'base64': (c) => c.md5('abc', 'base64') === 'kAFQmDzST7DWlj99KOF/cg==',
    'base64url': (c) => c.md5('abc', 'base64url') === 'kAFQmDzST7DWlj99KOF_cg==',
    'base64rawurl': (c) => c.md5('abc', 'base64rawurl') === 'kAFQmDzST7DWlj99KOF_cg',
    'binary': (c) => c.md5('abc', 'binary') instanceof ArrayBuffer && new Uint8Array(c.md5('abc', 'binary'))[0] === 0x90,
    'unknown encoding': () => said(() => crypto.md5('abc', 'own')).includes('invalid output encoding'),
    'unknown algorithm': () => said(() => crypto.hmac('own', 'k', 'abc', 'hex')) !== '',
    'hexEncode text': (c) => c.hexEncode('AB~') === '41427e',
    'hexEncode bytes': (c) => c.hexEncode(new Uint8Array([0, 255]).buffer) === '00ff',
    'randomBytes': (c) => { const bytes = c.randomBytes(16); return bytes instanceof ArrayBuffer && bytes.byteLength === 16; },
    'randomBytes of less than one': () => said(() => crypto.randomBytes(0)) !== '' && said(() => crypto.randomBytes(-1)) !== '',
  });
}
