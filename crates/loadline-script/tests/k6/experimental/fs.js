// A file: what it is, reading in pieces, seeking.
// expect exit 0
// expect checks 12 passed, 0 failed
import { check } from 'k6';
import { open, SeekMode } from 'k6/experimental/fs';

const file = await open('greeting.txt');
let missing = '';
try { await open('not-there.txt'); } catch (e) { missing = `${e.name} ${e}`; }

export default async function () {
  const text = (bytes, n) => String.fromCharCode(...bytes.subarray(0, n));
  check(file, { 'path': (f) => f.path.endsWith('greeting.txt') });
  check(await file.stat(), { 'name': (s) => s.name === 'greeting.txt', 'size': (s) => s.size === 12 });
  const buffer = new Uint8Array(5);
  check(await file.read(buffer), { 'read': (n) => n === 5 && text(buffer, n) === 'Hello' });
  check(await file.read(buffer), { 'read on': (n) => n === 5 && text(buffer, n) === ', fil' });
  check(await file.read(buffer), { 'the rest': (n) => n === 2 && text(buffer, n) === 'e!' });
  check(await file.read(buffer), { 'the end': (n) => n === null });
  check(await file.seek(7, SeekMode.Start), { 'from the start': (n) => n === 7 });
  check(await file.read(buffer), { 'what is there': (n) => text(buffer, n) === 'file!' });
  await file.seek(7, SeekMode.Start);
  check(await file.seek(-2, SeekMode.Current), { 'from here': (n) => n === 5 });
  let said = '';
  try { await file.seek(-1, SeekMode.Start); } catch (e) { said = String(e); }
  check(said, { 'not before the start': (v) => v.includes('offset cannot be negative') });
  check(missing, { 'not there': (v) => v !== '' });
}
