// What no shared array is made of.
// expect exit 0
// expect checks 4 passed, 0 failed
import { check } from 'k6';
import { SharedArray } from 'k6/data';

const said = (action) => { try { return String(action()); } catch (e) { return `threw ${e}`; } };
const seen = [said(() => new SharedArray('', () => [])), said(() => new SharedArray('a')), said(() => new SharedArray('b', () => 5))];

export default function () {
  check(seen, {
    'no name': (v) => v[0].startsWith('threw') && v[0].includes('empty name'),
    'no function': (v) => v[1].startsWith('threw'),
    'no array': (v) => v[2].startsWith('threw') && v[2].includes('only arrays can be made into SharedArray'),
    'not in an iteration': () => said(() => new SharedArray('late', () => [])).startsWith('threw'),
  });
}
