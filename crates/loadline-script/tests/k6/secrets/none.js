// Without a source there are no secrets.
// expect exit 0
// expect checks 1 passed, 0 failed
import { check } from 'k6';
import secrets from 'k6/secrets';

export default async function () {
  let said = '';
  try { await secrets.get('a'); } catch (e) { said = String(e); }
  check(said, { 'refused': (v) => v !== '' });
}
