// json() with and without a path.
// expect exit 0
// expect checks 18 passed, 0 failed
import { check } from 'k6';
import http from 'k6/http';

export default function () {
  const r = http.get(`${__ENV.HTTP}/json`);
  check(r, {
    'whole': (r) => r.json().library.floors === 2,
    'text': (r) => r.json('library.name') === 'Corner shelf',
    'boolean': (r) => r.json('library.open') === true,
    'number': (r) => r.json('library.rating') === 4.25,
    'null': (r) => r.json('library.nothing') === null,
    'object': (r) => r.json('library.address').number === 7,
    'array': (r) => r.json('library.books').length === 3,
    'index': (r) => r.json('library.books.1.title') === 'Rivers',
    'count': (r) => r.json('library.books.#') === 3,
    'of each': (r) => r.json('library.books.#.pages').join() === '120,340,26',
    'query, first': (r) => r.json('library.books.#(pages>100).title') === 'Salt',
    'query, all': (r) => r.json('library.books.#(pages>100)#.title').join() === 'Salt,Rivers',
    'query by text': (r) => r.json('library.books.#(title=="Rivers").pages') === 340,
    'wildcard': (r) => r.json('library.addr*.street') === 'Mill Lane',
    'escaped dot': (r) => r.json('library.odd\\.key') === 'dotted',
    'nothing there': (r) => r.json('library.none') === undefined,
    'deep nothing': (r) => r.json('a.b.c') === undefined,
  });
  let said = '';
  try { http.get(`${__ENV.HTTP}/html`).json(); } catch (e) { said = String(e); }
  check(said, { 'no JSON throws': (v) => v.includes('cannot parse json') });
}
