// Signals that give things up.
// expect exit 0
// expect checks 4 passed, 0 failed
import { check } from 'k6';

export default async function () {
  const controller = new AbortController();
  let heard = 0;
  controller.signal.addEventListener('abort', () => { heard += 1; });
  check(controller.signal, { 'not yet': (s) => s.aborted === false });
  controller.abort();
  controller.abort();
  check(controller.signal, { 'given up': (s) => s.aborted === true, 'heard once': () => heard === 1 });
  check(AbortSignal.abort(), { 'at once': (s) => s.aborted === true });
}
