// Secrets come from a source, and are hidden where they are written.
// run with --secret-source=mock=default,name=one,cool=some_secret,other=thing
// expect exit 0
// expect checks 4 passed, 0 failed
// expect no console some_secret
// expect console ***SECRET_REDACTED***
import { check } from 'k6';
import secrets from 'k6/secrets';

export default async function () {
  const value = await secrets.get('cool');
  check(value, { 'the default source': (v) => v.length === 11 && v.startsWith('some') });
  console.log(`it is ${value} indeed`);
  const one = secrets.source('one');
  check(await one.get('other'), { 'a named source': (v) => v === 'thing' });
  let said = '';
  try { await secrets.get('none'); } catch (e) { said = String(e); }
  check(said, { 'an unknown secret': (v) => v !== '' });
  said = '';
  try { await secrets.source('none').get('cool'); } catch (e) { said = String(e); }
  check(said, { 'an unknown source': (v) => v !== '' });
}
