// What `crypto.subtle` makes of its arguments: names of algorithms, bytes, members; and what it says of those that
// will not do. Evaluates to a function that gives these helpers. Names and sentences of errors are k6's where
// scripts could depend on them; algorithms that k6 lacks follow the Web Cryptography API.
() => {
  const refuse = (name, message) => {
    const error = name === 'TypeError' ? new TypeError(message) : new Error(message);
    Object.defineProperty(error, 'name', { value: name, writable: true, configurable: true });
    throw error;
  };

  const isBytes = (value) => value instanceof ArrayBuffer || ArrayBuffer.isView(value);

  // The bytes of a buffer or of a view over one.
  const bytes = (value) => {
    if (value === undefined || value === null) refuse('TypeError', 'data is null or undefined');
    if (!isBytes(value)) {
      refuse('OperationError', 'data is neither an ArrayBuffer, nor a TypedArray nor DataView');
    }
    if (value instanceof ArrayBuffer) return new Uint8Array(value);
    return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  };

  // The bytes of a member that may be left out, or be anything else, for which k6 takes none.
  const optional = (value) => (isBytes(value) ? bytes(value) : new Uint8Array(0));

  const HASHES = ['SHA-1', 'SHA-256', 'SHA-384', 'SHA-512'];
  const NAMES = [
    'AES-CBC', 'AES-CTR', 'AES-GCM', 'AES-KW', 'HMAC', 'ECDSA', 'ECDH',
    'RSA-OAEP', 'RSA-PSS', 'RSASSA-PKCS1-v1_5', 'PBKDF2', 'HKDF',
  ].concat(HASHES);
  const FORMATS = ['raw', 'jwk', 'pkcs8', 'spki'];

  // An algorithm as an object of its own with the name as the standard writes it.
  const normal = (algorithm, operation, accepted) => {
    const isObject = typeof algorithm === 'object' && algorithm !== null;
    if (!isObject && typeof algorithm !== 'string') {
      refuse('SyntaxError', 'algorithm cannot be interpreted as a string or an object');
    }
    const given = isObject ? algorithm : { name: algorithm };
    const upper = String(given.name ?? '').toUpperCase();
    const name = NAMES.find((each) => each.toUpperCase() === upper);
    if (!accepted.includes(name)) unsupported(upper, operation);
    return { ...given, name };
  };

  const unsupported = (name, operation) =>
    refuse('NotSupportedError', `algorithm "${name}" doesn't support (in implementation) operation "${operation}"`);

  // The name of the digest that an algorithm goes with.
  const hashOf = (algorithm) => {
    const given = member(algorithm, 'hash');
    const name = String((typeof given === 'object' ? given.name : given) ?? '');
    const upper = name.toUpperCase();
    if (!HASHES.includes(upper)) refuse('NotSupportedError', `hash algorithm is not supported ${name}`);
    return upper;
  };

  const member = (algorithm, name) => {
    const value = algorithm[name];
    if (value === undefined || value === null) {
      refuse('SyntaxError', `could not get ${name} from algorithm parameter`);
    }
    return value;
  };

  return { refuse, isBytes, bytes, optional, FORMATS, HASHES, NAMES, normal, hashOf, member };
}
