// What `crypto.subtle` does with keys. Evaluates to a function that takes `native`, which computes over bytes, the
// helpers of `arguments.js` and the keys of `keys.js`, and gives the object that scripts see.
(native, { refuse, isBytes, bytes, optional, HASHES, normal, hashOf, member }, keys) => {
  const { IMPORTED, isKey, isKeyPair, keyFor, materialOf, lengthOf, generateKey, importKey, exported } = keys;

  // ---- encrypt, decrypt

  const CIPHERS = ['AES-CBC', 'AES-CTR', 'AES-GCM', 'RSA-OAEP'];

  const encrypt = async (given, key, data) => cipher(given, key, bytes(data), 'encrypt', 'encrypt');
  const decrypt = async (given, key, data) => cipher(given, key, bytes(data), 'decrypt', 'decrypt');

  // Encrypts or decrypts with a key that has that usage.
  const cipher = (given, key, data, operation, usage) => {
    const algorithm = normal(given, operation, CIPHERS);
    const material = keyFor(key, algorithm, usage, `${usage}'s `);
    const forth = operation === 'encrypt';
    switch (algorithm.name) {
      case 'AES-CBC':
        return native.cbc(forth, material, optional(algorithm.iv), data);
      case 'AES-CTR':
        return native.ctr(material, optional(algorithm.counter), Number(algorithm.length) || 0, data);
      case 'AES-GCM': {
        const tagLength = Number(algorithm.tagLength) || 128;
        const additional = optional(algorithm.additionalData);
        return native.gcm(forth, material, optional(algorithm.iv), additional, tagLength, data);
      }
      default: {
        const hash = key.algorithm.hash.name;
        return native.rsaCipher(forth, material, hash, optional(algorithm.label), data);
      }
    }
  };

  // ---- sign, verify, digest

  const SIGNERS = ['HMAC', 'ECDSA', 'RSA-PSS', 'RSASSA-PKCS1-v1_5'];

  const saltOf = (algorithm) => {
    if (algorithm.name !== 'RSA-PSS') return -1;
    const length = Number(member(algorithm, 'saltLength'));
    if (!(length >= 0)) refuse('OperationError', 'invalid saltLength');
    return Math.trunc(length);
  };

  const sign = async (given, key, content) => {
    const data = bytes(content);
    const algorithm = normal(given, 'sign', SIGNERS);
    const hash = algorithm.name === 'ECDSA' ? hashOf(algorithm) : key?.algorithm?.hash?.name;
    const salt = saltOf(algorithm);
    const material = keyFor(key, algorithm, 'sign');
    if (algorithm.name === 'HMAC') return native.hmac(hash, material, data);
    if (algorithm.name === 'ECDSA') return native.ecSign(key.algorithm.namedCurve, material, hash, data);
    return native.rsaSign(material, salt, hash, data);
  };

  const verify = async (given, key, proof, content) => {
    const signature = bytes(proof);
    const data = bytes(content);
    const algorithm = normal(given, 'verify', SIGNERS);
    const hash = algorithm.name === 'ECDSA' ? hashOf(algorithm) : key?.algorithm?.hash?.name;
    const salt = saltOf(algorithm);
    const material = keyFor(key, algorithm, 'verify');
    if (algorithm.name === 'HMAC') return native.same(native.hmac(hash, material, data), signature);
    if (algorithm.name === 'ECDSA') {
      return native.ecVerify(key.algorithm.namedCurve, material, hash, signature, data);
    }
    return native.rsaVerify(material, salt, hash, signature, data);
  };

  const digest = async (given, data) => {
    if (!isBytes(data)) throw new TypeError('data must be an ArrayBuffer, TypedArray, or DataView');
    return native.digest(normal(given, 'digest', HASHES).name, bytes(data));
  };

  // ---- deriveBits, deriveKey

  const DERIVERS = ['ECDH', 'PBKDF2', 'HKDF'];

  const deriveBits = async (given, baseKey, length) => derived(given, baseKey, length, 'deriveBits');

  const derived = (given, baseKey, length, usage) => {
    const algorithm = normal(given, usage, DERIVERS);
    if (algorithm.name === 'ECDH') return agreed(algorithm, baseKey, length, usage);
    const material = keyFor(baseKey, algorithm, usage, 'provided ', 'baseKey');
    if (length === undefined || length === null || length === 0) refuse('OperationError', 'length is required');
    const count = wholeBytes(length);
    const hash = hashOf(algorithm);
    const salt = bytes(member(algorithm, 'salt'));
    if (algorithm.name === 'HKDF') {
      return native.hkdf(hash, material, salt, bytes(member(algorithm, 'info')), count);
    }
    const iterations = Number(member(algorithm, 'iterations'));
    if (!(iterations >= 1 && iterations <= 0xffffffff)) refuse('OperationError', 'iterations must be at least 1');
    return native.pbkdf2(hash, material, salt, Math.trunc(iterations), count);
  };

  const wholeBytes = (length) => {
    if (!(Number(length) >= 0) || Number(length) % 8 !== 0) {
      refuse('NotSupportedError', 'currently only multiples of 8 are supported for length');
    }
    return Number(length) / 8;
  };

  const agreed = (algorithm, baseKey, length, usage) => {
    const other = algorithm.public;
    if (!isKey(other)) refuse('TypeError', 'algorithm does not contain a public key');
    if (!isKey(baseKey)) refuse('TypeError', 'key is not a CryptoKey');
    if (baseKey.type !== 'private') refuse('InvalidAccessError', 'provided baseKey is not a private key');
    const material = keyFor(baseKey, algorithm, usage, 'provided ', 'baseKey');
    if (other.type !== 'public') refuse('InvalidAccessError', "algorithm's public key is not a public key");
    if (other.algorithm.name !== 'ECDH') {
      const message = "algorithm name does not match public key's algorithm name: ECDH != ";
      refuse('InvalidAccessError', message + other.algorithm.name);
    }
    const [mine, theirs] = [baseKey.algorithm.namedCurve, other.algorithm.namedCurve];
    if (mine !== theirs) refuse('InvalidAccessError', `keys have different curves ${mine} and ${theirs}`);
    const shared = native.ecAgree(mine, material, materialOf(other));
    if (!length) return shared;
    const count = wholeBytes(length);
    if (count > shared.byteLength) refuse('OperationError', 'length is too large');
    return shared.slice(0, count);
  };

  const deriveKey = async (given, baseKey, derivedType, extractable, usages) => {
    const target = normal(derivedType, 'deriveKey', IMPORTED.filter((name) => !isKeyPair(name)));
    const derives = target.name === 'PBKDF2' || target.name === 'HKDF';
    const length = derives ? null : lengthOf(target);
    const raw = await derived(given, baseKey, length, 'deriveKey');
    return importKey('raw', raw, target, extractable, usages);
  };

  // ---- wrapKey, unwrapKey

  const wrapKey = async (format, key, wrappingKey, given) => {
    const algorithm = normal(given, 'wrapKey', CIPHERS.concat('AES-KW'));
    const material = keyFor(wrappingKey, algorithm, 'wrapKey', 'wrapping ');
    const content = exported(format, key);
    const data = format === 'jwk' ? native.utf8(JSON.stringify(content)) : content;
    if (algorithm.name === 'AES-KW') return native.wrap(true, material, data);
    return cipher(given, wrappingKey, bytes(data), 'encrypt', 'wrapKey');
  };

  const unwrapKey = async (format, wrapped, unwrappingKey, given, keyAlgorithm, extractable, usages) => {
    const data = bytes(wrapped);
    const algorithm = normal(given, 'unwrapKey', CIPHERS.concat('AES-KW'));
    const material = keyFor(unwrappingKey, algorithm, 'unwrapKey', 'unwrapping ');
    const content = algorithm.name === 'AES-KW'
      ? native.wrap(false, material, data)
      : cipher(given, unwrappingKey, data, 'decrypt', 'unwrapKey');
    return importKey(format, format === 'jwk' ? parsed(content) : content, keyAlgorithm, extractable, usages);
  };

  const parsed = (content) => {
    try {
      return JSON.parse(native.text(content));
    } catch {
      return refuse('DataError', 'failed to parse JWK: not JSON');
    }
  };

  return {
    decrypt, deriveBits, deriveKey, digest, encrypt,
    exportKey: async (format, key) => exported(format, key),
    generateKey, importKey, sign, unwrapKey, verify, wrapKey,
  };
}
