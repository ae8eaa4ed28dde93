// Files: text, bytes, JSON; found from the place of the file that opens them.
// expect exit 0
// expect checks 6 passed, 0 failed
import { check } from 'k6';
import { opened } from './modules/opens.js';

const text = open('./modules/note.txt');
const bytes = open('./modules/note.txt', 'b');
const data = JSON.parse(open('modules/data.json'));
const missing = (() => { try { open('./none.txt'); return ''; } catch (e) { return String(e); } })();

export default function () {
  check(null, {
    'text': () => text === 'nöte\n',
    'bytes': () => bytes instanceof ArrayBuffer && bytes.byteLength === 6,
    'json': () => data.users[1].name === 'Ben',
    'from the other file\'s place': () => opened === text,
    'missing': () => missing.includes('none.txt'),
    'not in an iteration': () => { try { open('./modules/note.txt'); return false; } catch (e) { return String(e).includes('init'); } },
  });
}
