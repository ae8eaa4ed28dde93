// structuredClone as the HTML Standard has it, for what scripts hold: values, dates, expressions, buffers,
// maps, sets, errors, arrays and plain objects, with their cycles. Functions and symbols are refused.
(() => {
  const refuse = (value) => {
    throw Object.assign(new Error(`${String(value)} could not be cloned.`), { name: 'DataCloneError' });
  };
  const is = (value, name) => typeof globalThis[name] === 'function' && value instanceof globalThis[name];
  const fresh = (value) => {
    if (Array.isArray(value)) return new Array(value.length);
    if (is(value, 'Date')) return new Date(value.getTime());
    if (value instanceof RegExp) return new RegExp(value.source, value.flags);
    if (is(value, 'Map')) return new Map();
    if (is(value, 'Set')) return new Set();
    if (is(value, 'ArrayBuffer')) return value.slice(0);
    if (typeof ArrayBuffer === 'function' && ArrayBuffer.isView(value)) {
      const bytes = value.buffer.slice(value.byteOffset, value.byteOffset + value.byteLength);
      return new value.constructor(bytes);
    }
    if (value instanceof Error) {
      const copy = Object.create(Object.getPrototypeOf(value));
      for (const key of ['message', 'stack', 'cause']) {
        if (Object.hasOwn(value, key)) Object.defineProperty(copy, key, { value: value[key], writable: true, configurable: true });
      }
      return copy;
    }
    if (value instanceof Boolean || value instanceof Number || value instanceof String) return Object(value.valueOf());
    if (is(value, 'Promise') || is(value, 'WeakMap') || is(value, 'WeakSet') || is(value, 'WeakRef')) refuse(value);
    return {};
  };
  // Work is kept in a list, so that depth costs no stack; what was seen is looked up by identity.
  const structuredClone = (value) => {
    const seen = [], copies = [], work = [];
    const copied = (value) => {
      if (typeof value === 'function' || typeof value === 'symbol') refuse(value);
      if (typeof value !== 'object' || value === null) return value;
      const known = lookup ? lookup.get(value) : copies[seen.indexOf(value)];
      if (known !== undefined) return known;
      const copy = fresh(value);
      if (lookup) lookup.set(value, copy);
      else { seen.push(value); copies.push(copy); }
      work.push([value, copy]);
      return copy;
    };
    const lookup = typeof Map === 'function' ? new Map() : null;
    const result = copied(value);
    while (work.length) {
      const [from, to] = work.pop();
      if (is(from, 'Map')) for (const [key, item] of from) to.set(copied(key), copied(item));
      else if (is(from, 'Set')) for (const item of from) to.add(copied(item));
      else if (Array.isArray(from) || Object.prototype.toString.call(to) === '[object Object]') {
        for (const key of Object.keys(from)) to[key] = copied(from[key]);
      }
    }
    return result;
  };
  return { structuredClone };
})()
