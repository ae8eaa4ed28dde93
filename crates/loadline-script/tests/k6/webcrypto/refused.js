// What the interface refuses.
// expect exit 0
// expect checks 5 passed, 0 failed
import { check } from 'k6';

async function refused(action) {
  try { await action(); return ''; } catch (e) { return String(e.name || e); }
}

export default async function () {
  const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 128 }, false, ['encrypt']);
  const iv = new Uint8Array(12);
  check(await refused(() => crypto.subtle.generateKey({ name: 'OWN' }, true, ['encrypt'])), { 'an unknown algorithm': (v) => v !== '' });
  check(await refused(() => crypto.subtle.generateKey({ name: 'AES-GCM', length: 100 }, true, ['encrypt'])), { 'an odd length': (v) => v !== '' });
  check(await refused(() => crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, new Uint8Array(20))), { 'a use that the key is not for': (v) => v !== '' });
  check(await refused(() => crypto.subtle.exportKey('raw', key)), { 'taking out a key that stays': (v) => v !== '' });
  check(await refused(() => crypto.subtle.importKey('raw', new Uint8Array(5), 'AES-CBC', true, ['encrypt'])), { 'a key of an odd length': (v) => v !== '' });
}
