// Secrets out of a file.
// run with --secret-source=file=values.secret
// expect exit 0
// expect checks 1 passed, 0 failed
// expect no console alpha-secret
import { check } from 'k6';
import secrets from 'k6/secrets';

export default async function () {
  const value = await secrets.get('first');
  check(value, { 'read': (v) => v === ['alpha', 'secret'].join('-') });
  console.log(value);
}
