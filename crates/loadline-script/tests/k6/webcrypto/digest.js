// Digests as promises.
// expect exit 0
// expect checks 6 passed, 0 failed
import { check } from 'k6';
import { sha1, sha256, sha384, sha512 } from 'k6/crypto';

const data = new Uint8Array([97, 98, 99]);
const hex = (buffer) => [...new Uint8Array(buffer)].map((v) => v.toString(16).padStart(2, '0')).join('');

export default async function () {
  const known = { 'SHA-1': sha1, 'SHA-256': sha256, 'SHA-384': sha384, 'SHA-512': sha512 };
  for (const [name, hash] of Object.entries(known)) {
    const digest = await crypto.subtle.digest(name, data);
    check(digest, { [name]: (d) => hex(d) === hash('abc', 'hex') });
  }
  check(hex(await crypto.subtle.digest({ name: 'sha-256' }, data.buffer)), { 'by object, in lower case': (v) => v === sha256('abc', 'hex') });
  let said = '';
  try { await crypto.subtle.digest('MD5', data); } catch (e) { said = String(e); }
  check(said, { 'unknown': (v) => v !== '' });
}
