// A check that gives a promise throws; awaiting inside of async default functions works.
// expect exit 0
// expect checks 2 passed, 0 failed
import { check } from 'k6';

export default async function () {
  const value = await Promise.resolve(3);
  check(value, { 'awaited': (v) => v === 3 });
  let said = '';
  try { check(value, { 'a promise': async (v) => v === 3 }); } catch (e) { said = String(e); }
  check(said, { 'no promise is checked': (v) => v.includes('async') });
}
