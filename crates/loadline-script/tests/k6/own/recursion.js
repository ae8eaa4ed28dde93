// Endless recursion is an exception like any other.
// run with --vus 1 --iterations 2
// expect exit 0
// expect checks 2 passed, 0 failed
import { check } from 'k6';

function deeper(n) { return deeper(n + 1) + 1; }

export default function () {
  let said = '';
  try { deeper(0); } catch (e) { said = String(e); }
  check(said, { 'caught': (v) => v !== '' });
}
