// A shared array passes for an array.
// expect exit 0
// expect checks 8 passed, 0 failed
import { check } from 'k6';
import { SharedArray } from 'k6/data';

const data = new SharedArray('own', () => [{ a: 1 }, [2, 3], 'z']);

export default function () {
  check(data, {
    'as JSON': (v) => JSON.stringify({ v }) === '{"v":[{"a":1},[2,3],"z"]}',
    'as an array': (v) => Array.isArray(v) && v instanceof Array && Array.isArray([]),
    'its tag': (v) => Object.prototype.toString.call(v) === '[object Array]',
    'added to another': (v) => [].concat(v, 1).length === 4 && v.concat([1]).length === 4,
    'a part': (v) => Array.isArray(v.slice(1)) && v.slice(1).length === 2,
    'nothing else does': () => !Array.isArray({ length: 1 }) && !Array.isArray(null),
    'its keys': (v) => Object.keys(v).join() === '0,1,2',
  });
  let said;
  try { data.push(1); } catch (e) { said = e; }
  check(said, { 'it stays': (e) => e instanceof TypeError });
}
