// Modules: named, default, all, again; with cycles between functions; evaluated once.
// expect exit 0
// expect checks 9 passed, 0 failed
import { check } from 'k6';
import first, { name, twice } from './modules/first.js';
import * as all from './modules/first.js';
import { name as other } from './modules/again.js';
import { even } from './modules/even.js';

export default async function () {
  check(null, {
    'default': () => first() === 'first',
    'named': () => name === 'one',
    'function': () => twice(4) === 8,
    'namespace': () => all.name === 'one' && typeof all.default === 'function',
    'handed on': () => other === 'one',
    'a cycle of functions': () => even(10) === true && even(7) === false,
    'evaluated once': () => globalThis.evaluated === 1,
    'its own address': () => import.meta.url === undefined || import.meta.url.endsWith('modules.js'),
    'resolved addresses': () => import.meta.resolve('./modules/first.js').endsWith('/modules/first.js'),
  });
}
