// Signing with HMAC.
// expect exit 0
// expect checks 8 passed, 0 failed
import { check } from 'k6';
import k6crypto from 'k6/crypto';

const data = new Uint8Array([1, 2, 3]);
const hex = (buffer) => [...new Uint8Array(buffer)].map((v) => v.toString(16).padStart(2, '0')).join('');

export default async function () {
  const key = await crypto.subtle.generateKey({ name: 'HMAC', hash: { name: 'SHA-256' } }, true, ['sign', 'verify']);
  check(key, { 'kind': (k) => k.type === 'secret' && k.algorithm.name === 'HMAC', 'hash': (k) => k.algorithm.hash.name === 'SHA-256' });
  const signature = await crypto.subtle.sign('HMAC', key, data);
  check(signature, { 'length': (s) => s.byteLength === 32 });
  check(await crypto.subtle.verify('HMAC', key, signature, data), { 'good': (v) => v === true });
  check(await crypto.subtle.verify('HMAC', key, signature, new Uint8Array([1, 2, 4])), { 'bad': (v) => v === false });
  const own = await crypto.subtle.importKey('raw', new Uint8Array([107, 101, 121]), { name: 'HMAC', hash: 'SHA-256' }, true, ['sign']);
  check(hex(await crypto.subtle.sign('HMAC', own, data)), { 'as the other module has it': (v) => v === k6crypto.hmac('sha256', 'key', data.buffer, 'hex') });
  const raw = await crypto.subtle.exportKey('raw', own);
  check(new Uint8Array(raw), { 'exported': (v) => v.join() === '107,101,121' });
  const jwk = await crypto.subtle.exportKey('jwk', own);
  check(jwk, { 'as JWK': (v) => v.kty === 'oct' && v.k === 'a2V5' });
}
