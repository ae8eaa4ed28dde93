// Checks: truthiness, one that throws, groups of names, tags, and the value that comes back.
// expect exit 0
// expect checks 8 passed, 5 failed
// expect metrics checks, iterations, iteration_duration, data_sent, data_received
// expect output ✗ a zero is false
// expect console returned true false true
// expect console thrown oh no
import { check } from 'k6';

export default function () {
  const good = check({ a: 1 }, { 'a function gets the value': (v) => v.a === 1, 'a plain true': true, 'text is true': 'x' });
  const bad = check(7, { 'a zero is false': 0, 'empty text is false': '', 'null is false': null, 'undefined is false': () => undefined });
  const none = check(null, {});
  console.log('returned', good, bad, none);
  check(null, { 'the same twice': true });
  check(null, { 'the same twice': true });
  check(null, { 'an array is true': [] });
  check(null, { 'with tags': (v) => v === null }, { kind: 'own' });
  try {
    check(null, { 'before it throws': true, 'it throws': () => { throw new Error('oh no'); } });
  } catch (e) {
    console.log('thrown', e.message);
  }
}
