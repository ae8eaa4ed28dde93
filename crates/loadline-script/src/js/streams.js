// Parts of k6/experimental/streams that both directions share, and CountQueuingStrategy. What a source or a
// sink throws ends up in promises; what a script does wrong reads as it does under k6.
(() => {
  const attempt = (work) => new Promise((resolve) => { resolve(work()); });
  const later = () => {
    const made = Promise.withResolvers();
    made.promise.catch(() => {});
    return made;
  };
  const failed = (reason) => {
    const made = later();
    made.reject(reason);
    return made;
  };
  const unsupported = (what) => Object.assign(new Error(`${what} is not supported yet`), { name: 'NotSupportedError' });
  const isObject = (value) => typeof value === 'object' && value !== null || typeof value === 'function';

  // The function of that name, called with its object as `this`.
  const methodOf = (object, name, owner) => {
    const found = object[name];
    if (found === undefined) return () => undefined;
    if (typeof found !== 'function') throw new TypeError(`${owner}.[[${name}]] must be a function`);
    return (...values) => found.apply(object, values);
  };
  const strategyOf = (strategy) => {
    if (typeof strategy === 'number' || typeof strategy === 'boolean') {
      throw new TypeError('CountQueuingStrategy argument must be an object');
    }
    const { highWaterMark = 1, size = () => 1 } = strategy ?? {};
    if (typeof size !== 'function') throw new TypeError('size must be a function');
    const mark = Number(highWaterMark);
    if (Number.isNaN(mark) || mark < 0) throw new RangeError('highWaterMark must be a non-negative number');
    return { mark, size };
  };
  const sizeOf = (size, chunk) => {
    const found = size(chunk);
    if (!Number.isFinite(found) || found < 0) throw new RangeError('size must be a finite, non-NaN number');
    return found;
  };

  class CountQueuingStrategy {
    constructor(...values) {
      if (values.length !== 1) throw new TypeError('CountQueuingStrategy takes a single argument');
      if (!isObject(values[0])) throw new TypeError('CountQueuingStrategy argument must be an object');
      if (!('highWaterMark' in values[0])) {
        throw new TypeError("CountQueuingStrategy argument must have 'highWaterMark' property");
      }
      this.highWaterMark = values[0].highWaterMark;
      this.size = () => 1;
    }
  }
  return { attempt, later, failed, unsupported, isObject, methodOf, strategyOf, sizeOf, CountQueuingStrategy };
})()
