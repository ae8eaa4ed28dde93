// The globals.
// run with -e OWN=yes
// expect exit 0
// expect checks 8 passed, 0 failed
import { check } from 'k6';

export default function () {
  check(globalThis, {
    '__ENV': () => __ENV.OWN === 'yes' && __ENV.NONE === undefined,
    '__VU': () => __VU === 1,
    '__ITER': () => __ITER === 0,
    'global': (g) => g.global === g || typeof g.global === 'object',
    'console': () => ['log', 'info', 'warn', 'error', 'debug'].every((name) => typeof console[name] === 'function'),
    'open': () => typeof open === 'function',
    'crypto': () => typeof crypto.subtle.digest === 'function',
    'no window': () => typeof window === 'undefined' && typeof process === 'undefined',
  });
}
