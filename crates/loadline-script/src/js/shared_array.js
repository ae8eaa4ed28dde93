// What makes a SharedArray pass for the array that it is under k6: it is spread, written as JSON and recognized
// as one.
(prototype, isShared) => {
  const { isArray } = Array;
  const define = (object, name, value) => Object.defineProperty(object, name, { value, writable: true, configurable: true });
  define(prototype, Symbol.isConcatSpreadable, true);
  define(prototype, Symbol.toStringTag, 'Array');
  define(prototype, 'toJSON', function toJSON() { return Array.from(this); });
  define(Array, 'isArray', (value) => isArray(value) || isShared(value));
}
