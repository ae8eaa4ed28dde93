// Groups nest, return what their function returns, hand on what it throws, and tag samples.
// expect exit 0
// expect checks 4 passed, 0 failed
// expect metrics group_duration, checks
// run with --summary-mode full
// expect output █ GROUP: outer
// expect output ↳ GROUP: inner
import { check, group } from 'k6';
import exec from 'k6/execution';

export default function () {
  const value = group('outer', () => {
    check(exec.vu.tags.group, { 'the outer path': (v) => v === '::outer' });
    group('inner', () => check(exec.vu.tags.group, { 'the inner path': (v) => v === '::outer::inner' }));
    return 42;
  });
  check(value, { 'what the function returned': (v) => v === 42 });
  let said = '';
  try { group('throws', () => { throw new Error('out'); }); } catch (e) { said = e.message; }
  check(said, { 'what it threw': (v) => v === 'out' });
}
