// Timers, from the module and as globals: order, arguments, taking back, intervals.
// expect exit 0
// expect checks 9 passed, 0 failed
import { check } from 'k6';
import { clearInterval, clearTimeout, setInterval, setTimeout } from 'k6/timers';

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export default async function () {
  const order = [];
  setTimeout(() => order.push('late'), 60);
  setTimeout(() => order.push('soon'), 5);
  setTimeout((a, b) => order.push(a + b), 20, 'x', 'y');
  const taken = setTimeout(() => order.push('never'), 30);
  clearTimeout(taken);
  Promise.resolve().then(() => order.push('promise'));
  order.push('first');
  const start = Date.now();
  await wait(120);
  check(order.join(), { 'order': (v) => v === 'first,promise,soon,xy,late' });
  check(Date.now() - start, { 'not too early': (v) => v >= 119 });
  let ticks = 0;
  await new Promise((resolve) => {
    const id = setInterval(() => { ticks += 1; if (ticks === 3) { clearInterval(id); resolve(); } }, 10);
    check(id, { 'a number': (v) => typeof v === 'number' });
  });
  await wait(50);
  check(ticks, { 'no tick after taking back': (v) => v === 3 });
  check(globalThis.setTimeout, { 'globals': (f) => typeof f === 'function' && typeof globalThis.clearInterval === 'function' });
  clearTimeout(98765);
  let said = '';
  try { setTimeout('text', 1); } catch (e) { said = String(e); }
  check(said, { 'text is no function': (v) => v !== '' });
  let inner = 0;
  setTimeout(() => { inner += 1; setTimeout(() => { inner += 1; }, 5); }, 5);
  await wait(80);
  check(inner, { 'a timer in a timer': (v) => v === 2 });
  const zero = [];
  setTimeout(() => zero.push('timer'), 0);
  Promise.resolve().then(() => zero.push('promise'));
  await wait(20);
  check(zero.join(), { 'promises before timers': (v) => v === 'promise,timer' });
  await Promise.all([wait(30), wait(30)]);
  check(Date.now() - start, { 'within reason': (v) => v < 3000 });
}
