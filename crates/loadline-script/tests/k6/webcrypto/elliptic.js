// Curves: signing with ECDSA, agreeing with ECDH.
// expect exit 0
// expect checks 13 passed, 0 failed
import { check } from 'k6';

const data = new Uint8Array([1, 2, 3, 4]);

export default async function () {
  for (const [namedCurve, bytes] of [['P-256', 32], ['P-384', 48], ['P-521', 66]]) {
    const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve }, true, ['sign', 'verify']);
    const algorithm = { name: 'ECDSA', hash: { name: 'SHA-256' } };
    const signature = await crypto.subtle.sign(algorithm, pair.privateKey, data);
    check(await crypto.subtle.verify(algorithm, pair.publicKey, signature, data), { [`${namedCurve}: good`]: (v) => v === true });
    check(await crypto.subtle.verify(algorithm, pair.publicKey, signature, new Uint8Array([1])), { [`${namedCurve}: bad`]: (v) => v === false });
    const [one, two] = [await crypto.subtle.generateKey({ name: 'ECDH', namedCurve }, true, ['deriveBits', 'deriveKey']), await crypto.subtle.generateKey({ name: 'ECDH', namedCurve }, true, ['deriveBits', 'deriveKey'])];
    const a = await crypto.subtle.deriveBits({ name: 'ECDH', public: two.publicKey }, one.privateKey, bytes * 8 - (bytes === 66 ? 7 * 8 + 8 : 0));
    const b = await crypto.subtle.deriveBits({ name: 'ECDH', public: one.publicKey }, two.privateKey, bytes * 8 - (bytes === 66 ? 7 * 8 + 8 : 0));
    check(null, { [`${namedCurve}: agreed`]: () => new Uint8Array(a).join() === new Uint8Array(b).join() });
    const raw = await crypto.subtle.exportKey('raw', pair.publicKey);
    check(raw, { [`${namedCurve}: raw`]: (r) => r.byteLength === 2 * bytes + 1 && new Uint8Array(r)[0] === 4 });
  }
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const jwk = await crypto.subtle.exportKey('jwk', pair.privateKey);
  check(jwk, { 'as JWK': (v) => v.kty === 'EC' && v.crv === 'P-256' && v.d !== undefined });
}
