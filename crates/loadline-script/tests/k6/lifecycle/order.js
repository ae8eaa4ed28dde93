// setup, iterations with its data, teardown with the same, in this order.
// run with --vus 2 --iterations 4
// expect exit 0
// expect checks 6 passed, 0 failed
// expect console prepared
// expect console torn down with token-1
import { check } from 'k6';

export function setup() {
  console.log('prepared');
  return { token: 'token-1', list: [1, { deep: null }], none: undefined };
}

export default function (data) {
  check(data, { 'a copy of what setup gave, for each user': (d) => d.token === (__ITER === 0 ? 'token-1' : 'changed') && d.list[1].deep === null && (d.none === null || d.none === undefined) });
  data.token = 'changed';
}

export function teardown(data) {
  check(data, { 'teardown has it, too': (d) => d.list.length === 2 });
  check(data.token, { 'and not what iterations did to it': (t) => t === 'token-1' });
  console.log(`torn down with ${data.token}`);
}
