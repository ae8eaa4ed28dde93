// RSA: coding with OAEP, signing in two ways.
// expect exit 0
// expect checks 9 passed, 0 failed
import { check } from 'k6';

const data = new Uint8Array([1, 2, 3, 4]);
const common = { modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: { name: 'SHA-256' } };

export default async function () {
  const oaep = await crypto.subtle.generateKey({ name: 'RSA-OAEP', ...common }, true, ['encrypt', 'decrypt']);
  check(oaep, { 'a pair': (k) => k.publicKey.type === 'public' && k.privateKey.type === 'private', 'its length': (k) => k.publicKey.algorithm.modulusLength === 2048 });
  const coded = await crypto.subtle.encrypt({ name: 'RSA-OAEP' }, oaep.publicKey, data);
  check(coded, { 'coded': (c) => c.byteLength === 256 });
  check(new Uint8Array(await crypto.subtle.decrypt({ name: 'RSA-OAEP' }, oaep.privateKey, coded)), { 'decoded': (d) => d.join() === '1,2,3,4' });
  for (const algorithm of [{ name: 'RSASSA-PKCS1-v1_5' }, { name: 'RSA-PSS', saltLength: 32 }]) {
    const pair = await crypto.subtle.generateKey({ name: algorithm.name, ...common }, true, ['sign', 'verify']);
    const signature = await crypto.subtle.sign(algorithm, pair.privateKey, data);
    check(await crypto.subtle.verify(algorithm, pair.publicKey, signature, data), { [`${algorithm.name}: good`]: (v) => v === true });
    const spki = await crypto.subtle.exportKey('spki', pair.publicKey);
    const again = await crypto.subtle.importKey('spki', spki, { name: algorithm.name, hash: 'SHA-256' }, true, ['verify']);
    check(await crypto.subtle.verify(algorithm, again, signature, data), { [`${algorithm.name}: imported`]: (v) => v === true });
  }
  const pkcs8 = await crypto.subtle.exportKey('pkcs8', oaep.privateKey);
  check(pkcs8, { 'pkcs8': (v) => v.byteLength > 1000 });
}
