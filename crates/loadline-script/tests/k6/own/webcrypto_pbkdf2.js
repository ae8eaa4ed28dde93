// Bits and keys from a password.
// expect exit 0
// expect checks 3 passed, 0 failed
import { check } from 'k6';

const text = (value) => new Uint8Array([...value].map((c) => c.charCodeAt(0)));
const hex = (buffer) => [...new Uint8Array(buffer)].map((v) => v.toString(16).padStart(2, '0')).join('');

export default async function () {
  const key = await crypto.subtle.importKey('raw', text('password'), 'PBKDF2', false, ['deriveBits', 'deriveKey']);
  const algorithm = { name: 'PBKDF2', salt: text('salt'), iterations: 1, hash: 'SHA-256' };
  const bits = await crypto.subtle.deriveBits(algorithm, key, 256);
  check(hex(bits), { 'a known answer': (v) => v === '120fb6cffcf8b32c43e7225256c4f837a86548c92ccc35480805987cb70be17b' });
  const derived = await crypto.subtle.deriveKey(algorithm, key, { name: 'AES-GCM', length: 256 }, true, ['encrypt']);
  check(derived, { 'a key': (k) => k.algorithm.name === 'AES-GCM' && k.type === 'secret' });
  check(hex(await crypto.subtle.exportKey('raw', derived)), { 'of the same bits': (v) => v === hex(bits) });
}
