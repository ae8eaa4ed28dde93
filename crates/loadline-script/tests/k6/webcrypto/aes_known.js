// A known answer of AES-GCM and AES-CBC, and what happens to a forged message.
// expect exit 0
// expect checks 4 passed, 0 failed
import { check } from 'k6';

const bytes = (hex) => new Uint8Array(hex.match(/../g).map((v) => parseInt(v, 16)));
const hex = (buffer) => [...new Uint8Array(buffer)].map((v) => v.toString(16).padStart(2, '0')).join('');

export default async function () {
  const zero = new Uint8Array(16);
  const gcm = await crypto.subtle.importKey('raw', zero, 'AES-GCM', false, ['encrypt', 'decrypt']);
  const coded = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: new Uint8Array(12) }, gcm, zero);
  check(hex(coded), { 'GCM': (v) => v === '0388dace60b6a392f328c2b971b2fe78ab6e47d42cec13bdf53a67b21257bddf' });
  const forged = new Uint8Array(coded);
  forged[0] ^= 1;
  let said = '';
  try { await crypto.subtle.decrypt({ name: 'AES-GCM', iv: new Uint8Array(12) }, gcm, forged); } catch (e) { said = String(e); }
  check(said, { 'forged': (v) => v !== '' });
  const cbc = await crypto.subtle.importKey('raw', bytes('2b7e151628aed2a6abf7158809cf4f3c'), 'AES-CBC', false, ['encrypt']);
  const block = await crypto.subtle.encrypt({ name: 'AES-CBC', iv: bytes('000102030405060708090a0b0c0d0e0f') }, cbc, bytes('6bc1bee22e409f96e93d7e117393172a'));
  check(hex(block).slice(0, 32), { 'CBC': (v) => v === '7649abac8119b246cee98e9b12e9197d' });
  said = '';
  try { await crypto.subtle.exportKey('raw', cbc); } catch (e) { said = String(e); }
  check(said, { 'not to be taken out': (v) => v !== '' });
}
