// Copies, microtasks, the clock.
// expect exit 0
// expect checks 6 passed, 0 failed
import { check } from 'k6';

export default async function () {
  const value = { a: [1, { b: new Date(0) }], c: new Map([[1, 2]]) };
  const copy = structuredClone(value);
  check(copy, {
    'a copy': (c) => c !== value && c.a[1] !== value.a[1] && c.a[0] === 1,
    'dates and maps': (c) => c.a[1].b instanceof Date && c.c.get(1) === 2,
    'no functions': () => { try { structuredClone({ f() {} }); return false; } catch (e) { return true; } },
  });
  let order = 'a';
  queueMicrotask(() => { order += 'b'; });
  order += 'c';
  await null;
  check(order, { 'microtasks': (v) => v === 'acb' });
  const start = performance.now();
  check(start, { 'the clock': (v) => typeof v === 'number' && performance.now() >= v, 'its origin': () => performance.timeOrigin > 0 });
}
