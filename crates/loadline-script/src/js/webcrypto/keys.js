// The keys of `crypto.subtle`: generated, imported and exported. Evaluates to a function that takes `native`, which
// computes over bytes, and the helpers of `arguments.js`. A key's material is an `ArrayBuffer` that scripts do not
// see: the bytes of a secret, the number or point of an elliptic key, the DER of an RSA key.
(native, { refuse, isBytes, bytes, FORMATS, NAMES, normal, hashOf, member }) => {
  const SECRET = Symbol('made by crypto.subtle');

  class CryptoKey {
    #material;

    constructor(secret, type, algorithm, extractable, usages, material) {
      if (secret !== SECRET) throw new TypeError('Illegal constructor');
      this.type = type;
      this.extractable = extractable;
      this.algorithm = algorithm;
      this.usages = usages;
      this.#material = material;
      Object.freeze(this);
    }

    static materialOf(secret, key) {
      if (secret !== SECRET || !isKey(key)) refuse('TypeError', 'key is not a CryptoKey');
      return key.#material;
    }
  }

  const isKey = (value) => value instanceof CryptoKey;
  const materialOf = (key) => CryptoKey.materialOf(SECRET, key);

  const USAGES = {
    'AES-CBC': ['encrypt', 'decrypt', 'wrapKey', 'unwrapKey'],
    'AES-CTR': ['encrypt', 'decrypt', 'wrapKey', 'unwrapKey'],
    'AES-GCM': ['encrypt', 'decrypt', 'wrapKey', 'unwrapKey'],
    'AES-KW': ['wrapKey', 'unwrapKey'],
    HMAC: ['sign', 'verify'],
    ECDSA: ['sign', 'verify'],
    ECDH: ['deriveKey', 'deriveBits'],
    'RSA-OAEP': ['encrypt', 'decrypt', 'wrapKey', 'unwrapKey'],
    'RSA-PSS': ['sign', 'verify'],
    'RSASSA-PKCS1-v1_5': ['sign', 'verify'],
    PBKDF2: ['deriveKey', 'deriveBits'],
    HKDF: ['deriveKey', 'deriveBits'],
  };
  const PRIVATE_USAGES = ['decrypt', 'sign', 'deriveKey', 'deriveBits', 'unwrapKey'];

  // The usages that were asked for, all of which the algorithm knows.
  const checkedUsages = (algorithm, usages) => {
    if (usages !== undefined && usages !== null && typeof usages[Symbol.iterator] !== 'function') {
      throw new TypeError('key usages are not an array');
    }
    if (typeof usages === 'string') {
      throw new TypeError(`could not convert function call parameter 2: could not convert ${usages} to []string`);
    }
    const list = [...(usages ?? [])];
    for (const usage of list) {
      if (!USAGES[algorithm.name].includes(usage)) refuse('SyntaxError', `invalid key usage: ${usage}`);
    }
    return list;
  };

  const isKeyPair = (name) => name.startsWith('RSA') || name.startsWith('EC');

  const makeKey = (type, algorithm, extractable, usages, material) => {
    if (type !== 'public' && usages.length === 0) {
      refuse('SyntaxError', 'usages cannot not be empty for a secret or private CryptoKey');
    }
    return new CryptoKey(SECRET, type, algorithm, Boolean(extractable), usages, material);
  };

  // The material of a key that an operation can use; `whose` begins the sentence about one that it cannot.
  const keyFor = (key, algorithm, usage, whose = '', what = 'key') => {
    if (!isKey(key)) refuse('TypeError', 'key is not a CryptoKey');
    if (key.algorithm.name !== algorithm.name) {
      refuse('InvalidAccessError', `${whose}algorithm name does not match key algorithm name`);
    }
    if (!key.usages.includes(usage)) {
      refuse('InvalidAccessError', `${whose}${what} does not contain the '${usage}' usage`);
    }
    return materialOf(key);
  };

  // ---- generateKey

  const GENERATED = NAMES.filter((name) => USAGES[name] && name !== 'PBKDF2' && name !== 'HKDF');

  const aesLength = (algorithm) => {
    const length = Number(algorithm.length);
    if (![128, 192, 256].includes(length)) refuse('OperationError', 'invalid key length');
    return length;
  };

  // The length of a new HMAC key in bits: that of the digest's block where none is given.
  const hmacLength = (algorithm) => {
    const { length } = algorithm;
    if (length === undefined || length === null) return /-(384|512)$/.test(hashOf(algorithm)) ? 1024 : 512;
    if (!(Number(length) > 0)) refuse('OperationError', "algorithm's length cannot be 0");
    return Math.trunc(Number(length));
  };

  const lengthOf = (algorithm) => (algorithm.name === 'HMAC' ? hmacLength(algorithm) : aesLength(algorithm));

  const secretAlgorithm = (algorithm, length) =>
    algorithm.name === 'HMAC'
      ? { name: 'HMAC', hash: { name: hashOf(algorithm) }, length }
      : { name: algorithm.name, length };

  const generateKey = async (given, extractable, usages) => {
    const algorithm = normal(given, 'generateKey', GENERATED);
    if (isKeyPair(algorithm.name)) return generatePair(algorithm, extractable, usages);
    if (typeof given === 'object' && algorithm.name !== 'HMAC') member(algorithm, 'length');
    const shaped = secretAlgorithm(algorithm, lengthOf(algorithm));
    const list = checkedUsages(algorithm, usages);
    return makeKey('secret', shaped, extractable, list, native.random(Math.ceil(shaped.length / 8)));
  };

  const generatePair = async (algorithm, extractable, usages) => {
    const list = checkedUsages(algorithm, usages);
    if (list.length === 0) refuse('SyntaxError', 'key usages cannot be empty');
    const { shaped, priv, pub } = algorithm.name.startsWith('EC')
      ? generateElliptic(algorithm)
      : await generateRsa(algorithm);
    const ofPrivate = list.filter((usage) => PRIVATE_USAGES.includes(usage));
    const ofPublic = list.filter((usage) => !PRIVATE_USAGES.includes(usage));
    const key = (type, uses, canLeave, material) =>
      new CryptoKey(SECRET, type, shaped, canLeave, uses, material);
    return {
      privateKey: key('private', ofPrivate, Boolean(extractable), priv),
      publicKey: key('public', ofPublic, true, pub),
    };
  };

  const ellipticAlgorithm = (algorithm) => {
    const namedCurve = String(member(algorithm, 'namedCurve'));
    return { name: algorithm.name, namedCurve };
  };

  const generateElliptic = (algorithm) => {
    const shaped = ellipticAlgorithm(algorithm);
    const priv = native.ecGenerate(shaped.namedCurve);
    return { shaped, priv, pub: native.ecPoint(shaped.namedCurve, priv) };
  };

  const generateRsa = async (algorithm) => {
    const hash = { name: hashOf(algorithm) };
    const modulusLength = Number(member(algorithm, 'modulusLength'));
    const exponent = member(algorithm, 'publicExponent');
    if (!isBytes(exponent)) refuse('OperationError', 'publicExponent is not a byte array');
    const publicExponent = new Uint8Array(bytes(exponent));
    const priv = await native.rsaGenerate(modulusLength, publicExponent);
    const shaped = { name: algorithm.name, modulusLength, publicExponent, hash };
    return { shaped, priv, pub: native.rsaPublic(priv) };
  };

  // ---- importKey

  const IMPORTED = NAMES.filter((name) => USAGES[name]);

  const importKey = async (format, data, given, extractable, usages) => {
    if (!FORMATS.includes(format)) refuse('ImplementationError', `unsupported format ${format ?? ''}`);
    const content = format === 'jwk' ? jwkOf(data) : bytes(data);
    const algorithm = normal(given, 'importKey', IMPORTED);
    if (algorithm.name.startsWith('EC')) return importElliptic(format, content, algorithm, extractable, usages);
    if (algorithm.name.startsWith('RSA')) return importRsa(format, content, algorithm, extractable, usages);
    return importSecret(format, content, algorithm, extractable, usages);
  };

  const jwkOf = (data) => {
    const isObject = typeof data === 'object' && data !== null && !isBytes(data);
    if (!isObject) refuse('DataError', 'failed to parse JWK: not an object');
    return data;
  };

  const importSecret = (format, content, algorithm, extractable, usages) => {
    const list = checkedUsages(algorithm, usages);
    const derives = algorithm.name === 'PBKDF2' || algorithm.name === 'HKDF';
    if (format !== 'raw' && (derives || format !== 'jwk')) {
      refuse('NotSupportedError', `unsupported key format ${format}`);
    }
    const key = format === 'jwk' ? symmetric(content) : native.copy(content);
    if (derives) {
      if (extractable) refuse('SyntaxError', `a key of ${algorithm.name} cannot be extractable`);
      return makeKey('secret', { name: algorithm.name }, false, list, key);
    }
    const length = key.byteLength * 8;
    if (algorithm.name !== 'HMAC') {
      if (![16, 24, 32].includes(key.byteLength)) {
        refuse('DataError', `invalid key length ${key.byteLength} bytes`);
      }
      return makeKey('secret', secretAlgorithm(algorithm, length), extractable, list, key);
    }
    const shaped = secretAlgorithm(algorithm, length);
    if (length === 0) refuse('DataError', 'key length cannot be 0');
    if (algorithm.length !== undefined && Number(algorithm.length) !== length) {
      refuse('DataError', 'key length cannot be different from the length of the imported data');
    }
    return makeKey('secret', shaped, extractable, list, key);
  };

  const symmetric = (jwk) => {
    if (jwk.kty !== 'oct') refuse('DataError', `invalid symmetric JWK: invalid key type: ${jwk.kty ?? ''}`);
    if (!jwk.k) refuse('DataError', 'invalid symmetric JWK: key (k) is required');
    return native.fromBase64url(String(jwk.k));
  };

  // The members of that name, as bytes.
  const numbers = (kind, jwk, required) => {
    for (const [name, what] of Object.entries(required)) {
      if (!jwk[name]) refuse('DataError', `invalid ${kind} JWK key: ${what} is required`);
    }
    return Object.keys(required).map((name) => native.fromBase64url(String(jwk[name])));
  };

  const importElliptic = (format, content, algorithm, extractable, usages) => {
    const shaped = ellipticAlgorithm(algorithm);
    const list = checkedUsages(algorithm, usages);
    const curve = shaped.namedCurve;
    if (format === 'pkcs8') {
      return makeKey('private', shaped, extractable, list, native.ecFromPkcs8(curve, content));
    }
    if (format === 'spki') {
      return makeKey('public', shaped, extractable, list, native.ecFromSpki(curve, content));
    }
    if (format === 'raw') {
      return makeKey('public', shaped, extractable, list, native.ecChecked(curve, content));
    }
    if (content.kty !== 'EC') refuse('DataError', `invalid EC JWK key: invalid key type: ${content.kty ?? ''}`);
    if (!content.crv) refuse('DataError', 'invalid EC JWK key: curve is required');
    if (content.crv !== curve) refuse('DataError', `invalid EC JWK key: curve ${content.crv} is not ${curve}`);
    const [x, y] = numbers('EC', content, { x: 'coordinate X', y: 'coordinate Y' });
    const point = native.ecChecked(curve, native.join(new Uint8Array([4]).buffer, x, y));
    if (!content.d) return makeKey('public', shaped, extractable, list, point);
    const priv = native.fromBase64url(String(content.d));
    native.ecPoint(curve, priv);
    return makeKey('private', shaped, extractable, list, priv);
  };

  const importRsa = (format, content, algorithm, extractable, usages) => {
    const hash = { name: hashOf(algorithm) };
    const list = checkedUsages(algorithm, usages);
    if (format === 'raw') {
      refuse('NotSupportedError', `unsupported key format raw for algorithm ${algorithm.name}`);
    }
    const isPrivate = format === 'pkcs8' || (format === 'jwk' && Boolean(content.d));
    const der = format === 'jwk' ? rsaFromJwk(content) : native.rsaFrom(isPrivate, content);
    const [modulus, exponent] = native.rsaParts(isPrivate, der);
    const modulusLength = modulus.byteLength * 8 - Math.clz32(new Uint8Array(modulus)[0]) + 24;
    const shaped = { name: algorithm.name, modulusLength, publicExponent: new Uint8Array(exponent), hash };
    return makeKey(isPrivate ? 'private' : 'public', shaped, extractable, list, der);
  };

  const rsaFromJwk = (jwk) => {
    if (jwk.kty !== 'RSA') refuse('DataError', `invalid RSA JWK key: invalid key type: ${jwk.kty ?? ''}`);
    const needed = { n: 'modulus (n)', e: 'public exponent (e)' };
    if (!jwk.d) return native.rsaFromParts(numbers('RSA', jwk, needed));
    const priv = { ...needed, d: 'private exponent (d)', p: 'first prime (p)', q: 'second prime (q)' };
    return native.rsaFromParts(numbers('RSA', jwk, priv));
  };

  // ---- exportKey

  const exported = (format, key) => {
    const material = materialOf(key);
    const { name } = key.algorithm;
    if (!FORMATS.includes(format)) refuse('NotSupportedError', `unsupported key format ${format}`);
    if (!key.extractable) refuse('InvalidAccessError', 'the key is not extractable');
    if (format === 'jwk') return jwkFor(key, material);
    if (key.type === 'secret') {
      if (format !== 'raw') refuse('NotSupportedError', `unsupported key format ${format}`);
      return native.copy(new Uint8Array(material));
    }
    const isRsa = name.startsWith('RSA');
    if (isRsa && format === 'raw') refuse('NotSupportedError', 'unsupported key format raw');
    const type = format === 'pkcs8' ? 'private' : 'public';
    if (key.type !== type) {
      const kind = isRsa ? 'RSA' : 'elliptic curve';
      refuse('InvalidAccessError', `key is not a valid ${kind} ${type} key`);
    }
    if (isRsa || format === 'raw') return native.copy(new Uint8Array(material));
    return native.ecTo(type === 'private', key.algorithm.namedCurve, material);
  };

  const jwkFor = (key, material) => {
    const { name, hash, length, namedCurve } = key.algorithm;
    const encode = native.toBase64url;
    const rest = { ext: true, key_ops: [...key.usages] };
    const digest = hash && hash.name.slice(4);
    if (name === 'HMAC') return { kty: 'oct', k: encode(material), alg: `HS${digest}`, ...rest };
    if (key.type === 'secret') return { kty: 'oct', k: encode(material), alg: `A${length}${name.slice(4)}`, ...rest };
    const isPrivate = key.type === 'private';
    if (name.startsWith('EC')) {
      const point = new Uint8Array(isPrivate ? native.ecPoint(namedCurve, material) : material);
      const width = (point.length - 1) / 2;
      const shown = { kty: 'EC', crv: namedCurve };
      shown.x = encode(point.slice(1, 1 + width).buffer);
      shown.y = encode(point.slice(1 + width).buffer);
      if (isPrivate) shown.d = encode(material);
      return { ...shown, ...rest };
    }
    const shown = { kty: 'RSA' };
    const parts = native.rsaParts(isPrivate, material);
    ['n', 'e', 'd', 'p', 'q', 'dp', 'dq', 'qi'].slice(0, parts.length).forEach((part, at) => {
      shown[part] = encode(parts[at]);
    });
    const alg = { 'RSA-PSS': `PS${digest}`, 'RSASSA-PKCS1-v1_5': `RS${digest}` };
    const oaep = digest === '1' ? 'RSA-OAEP' : `RSA-OAEP-${digest}`;
    return { ...shown, alg: alg[name] ?? oaep, ...rest };
  };

  return { CryptoKey, IMPORTED, isKey, isKeyPair, keyFor, materialOf, lengthOf, generateKey, importKey, exported };
}
