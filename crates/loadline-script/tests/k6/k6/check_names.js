// A name with two colons is refused, both of checks and of groups.
// expect exit 0
// expect checks 0 passed, 0 failed
// expect console check refused
// expect console group refused
import { check, group } from 'k6';

export default function () {
  try { check(null, { 'a::b': true }); } catch (e) { console.log('check refused'); }
  try { group('a::b', () => {}); } catch (e) { console.log('group refused'); }
}
