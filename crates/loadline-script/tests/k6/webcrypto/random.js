// Random values and identifiers.
// expect exit 0
// expect checks 7 passed, 0 failed
import { check } from 'k6';

export default function () {
  const bytes = new Uint8Array(32);
  const back = crypto.getRandomValues(bytes);
  const said = (action) => { try { action(); return ''; } catch (e) { return String(e); } };
  check(bytes, {
    'filled': (b) => b.some((v) => v !== 0),
    'the same array': () => back === bytes || back.length === 32,
    'wider ones': () => crypto.getRandomValues(new Uint32Array(8)).length === 8,
    'not floats': () => said(() => crypto.getRandomValues(new Float32Array(2))) !== '',
    'not too many': () => said(() => crypto.getRandomValues(new Uint8Array(65537))) !== '',
  });
  const id = crypto.randomUUID();
  check(id, { 'uuid': (v) => /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(v), 'another each time': (v) => v !== crypto.randomUUID() });
}
