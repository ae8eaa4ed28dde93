// An async function is no group's.
// expect exit 0
// expect console refused
import { group } from 'k6';

export default function () {
  try { group('one', async () => {}); } catch (e) { console.log('refused'); }
}
