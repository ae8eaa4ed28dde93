// Rows of a file: all at once as a shared array, or one by one.
// expect exit 0
// expect checks 14 passed, 0 failed
import { check } from 'k6';
import csv from 'k6/experimental/csv';
import { open } from 'k6/experimental/fs';

const all = await csv.parse(await open('people.csv'));
const bodies = await csv.parse(await open('people.csv'), { skipFirstLine: true });
const objects = await csv.parse(await open('people.csv'), { asObjects: true });
const semi = await open('semi.csv');
const cut = await csv.parse(semi, { delimiter: ';', fromLine: 2, toLine: 3 });
const parser = new csv.Parser(await open('people.csv'), { skipFirstLine: true });

export default async function () {
  check(all, {
    'rows': (v) => v.length === 4,
    'heads': (v) => v[0].join() === 'name,age,town',
    'fields': (v) => v[1].join() === 'Ada,36,London',
    'quoted': (v) => v[2][0] === 'Ben, Jr' && v[2][2] === 'New\nYork',
    'empty': (v) => v[3][1] === '',
  });
  check(bodies, { 'without heads': (v) => v.length === 3 && v[0][0] === 'Ada' });
  check(objects, { 'objects': (v) => v.length === 3 && v[0].name === 'Ada' && v[2].town === 'Alexandria' });
  check(cut, { 'a part': (v) => v.length === 2 && v[0].join() === '3,4' && v[1].join() === '5,6' });
  const first = await parser.next();
  check(first, { 'the first row': (v) => v.done === false && v.value[0] === 'Ada' });
  check(await parser.next(), { 'the second': (v) => v.value[0] === 'Ben, Jr' });
  check(await parser.next(), { 'the third': (v) => v.done === false });
  check(await parser.next(), { 'the end': (v) => v.done === true });
  check(await parser.next(), { 'still the end': (v) => v.done === true });
  check(null, { 'frozen or a copy': () => { try { all[0][0] = 'x'; } catch (e) { /* it may throw */ } return all[0][0] === 'name'; } });
}
