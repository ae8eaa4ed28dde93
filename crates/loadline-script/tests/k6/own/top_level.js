// Timers and promises of the top level are waited for before anything else is.
// expect exit 0
// expect checks 3 passed, 0 failed
// expect console late
import { check } from 'k6';

export const options = { iterations: 7 };
const seen = [];
setTimeout(() => {
  seen.push('timer');
  options.iterations = 1;
  if (typeof __ITER === 'undefined') console.log('late');
}, 20);
Promise.resolve().then(() => seen.push('promise'));
await new Promise((resolve) => { setTimeout(resolve, 5); });
seen.push('awaited');

export default function () {
  check(seen, { 'all of it': (v) => v.join() === 'promise,awaited,timer' });
  check(__ITER, { 'options as they became': (v) => v === 0 });
  check(seen, { 'once': (v) => v.length === 3 });
}
