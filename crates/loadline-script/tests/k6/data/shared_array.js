// A shared array: made once, read by all, frozen.
// run with --iterations 3 --vus 3
// expect exit 0
// expect checks 36 passed, 0 failed
import { check } from 'k6';
import { SharedArray } from 'k6/data';

const rows = new SharedArray('rows', () => {
  console.log('made');
  return [{ name: 'Ada', tags: ['x', 'y'] }, { name: 'Ben', tags: [] }, 7, 'text', null];
});
const same = new SharedArray('rows', () => ['not used']);

export default function () {
  check(rows, {
    'length': (r) => r.length === 5,
    'object': (r) => r[0].name === 'Ada' && r[0].tags[1] === 'y',
    'number, text, null': (r) => r[2] === 7 && r[3] === 'text' && r[4] === null,
    'beyond the end': (r) => r[5] === undefined && r[-1] === undefined,
    'for of': (r) => { let n = 0; for (const _ of r) n += 1; return n === 5; },
    'map': (r) => r.map((v) => typeof v).join() === 'object,object,number,string,object',
    'filter and find': (r) => r.filter((v) => v && v.name).length === 2 && r.find((v) => v === 7) === 7,
    'spread': (r) => [...r].length === 5,
    'keys': (r) => Object.keys(r).join() === '0,1,2,3,4',
    'elements are frozen': (r) => { try { r[0].name = 'Eve'; } catch (e) { /* in strict mode it throws */ } return r[0].name === 'Ada'; },
    'the array is frozen': (r) => { try { r[0] = [`a text ${__VU}`]; } catch (e) { /* likewise */ } return r[0].name === 'Ada'; },
    'the same name, the same data': () => same.length === 5,
  });
}
