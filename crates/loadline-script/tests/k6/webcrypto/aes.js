// AES in its three modes: making keys, coding, decoding, exporting, importing.
// expect exit 0
// expect checks 21 passed, 0 failed
import { check } from 'k6';

const plain = new Uint8Array([...'a message of some length'].map((c) => c.charCodeAt(0)));
const same = (a, b) => { const [x, y] = [new Uint8Array(a), new Uint8Array(b)]; return x.length === y.length && x.every((v, i) => v === y[i]); };

export default async function () {
  const modes = {
    'AES-GCM': { iv: crypto.getRandomValues(new Uint8Array(12)) },
    'AES-CBC': { iv: crypto.getRandomValues(new Uint8Array(16)) },
    'AES-CTR': { counter: crypto.getRandomValues(new Uint8Array(16)), length: 64 },
  };
  for (const [name, parameters] of Object.entries(modes)) {
    const algorithm = { name, ...parameters };
    const key = await crypto.subtle.generateKey({ name, length: 256 }, true, ['encrypt', 'decrypt']);
    check(key, {
      [`${name}: kind`]: (k) => k.type === 'secret' && k.extractable === true,
      [`${name}: algorithm`]: (k) => k.algorithm.name === name && k.algorithm.length === 256,
      [`${name}: usages`]: (k) => k.usages.length === 2,
    });
    const coded = await crypto.subtle.encrypt(algorithm, key, plain);
    check(coded, { [`${name}: coded`]: (c) => !same(c, plain) && c.byteLength >= plain.length });
    check(await crypto.subtle.decrypt(algorithm, key, coded), { [`${name}: decoded`]: (d) => same(d, plain) });
    const raw = await crypto.subtle.exportKey('raw', key);
    check(raw, { [`${name}: raw`]: (r) => r.byteLength === 32 });
    const again = await crypto.subtle.importKey('raw', raw, { name }, false, ['decrypt']);
    check(await crypto.subtle.decrypt(algorithm, again, coded), { [`${name}: imported`]: (d) => same(d, plain) });
  }
}
