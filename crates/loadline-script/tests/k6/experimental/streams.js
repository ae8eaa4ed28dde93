// Streams that are read: sources, backpressure, ends, errors.
// expect exit 0
// expect checks 10 passed, 0 failed
import { check } from 'k6';
import { CountQueuingStrategy, ReadableStream } from 'k6/experimental/streams';

function numbers(count) {
  let next = 0;
  return new ReadableStream({
    pull(controller) {
      if (next < count) controller.enqueue(next++);
      else controller.close();
    },
  }, new CountQueuingStrategy({ highWaterMark: 2 }));
}

export default async function () {
  const stream = numbers(3);
  check(stream, { 'not locked': (s) => s.locked === false });
  const reader = stream.getReader();
  check(stream, { 'locked': (s) => s.locked === true });
  const seen = [];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    seen.push(value);
  }
  check(seen, { 'all values': (v) => v.join() === '0,1,2' });
  check(await reader.read(), { 'the end stays': (v) => v.done === true && v.value === undefined });
  check(await reader.closed, { 'closed': (v) => v === undefined });

  const queued = new ReadableStream({ start(c) { c.enqueue('a'); c.enqueue('b'); c.close(); } });
  const second = queued.getReader();
  check((await second.read()).value, { 'queued at the start': (v) => v === 'a' });

  const failing = new ReadableStream({ start(c) { c.error(new Error('broken')); } });
  let said = '';
  try { await failing.getReader().read(); } catch (e) { said = String(e); }
  check(said, { 'an error': (v) => v.includes('broken') });

  let cancelled = '';
  const cancelling = new ReadableStream({ cancel(reason) { cancelled = reason; } });
  await cancelling.cancel('enough');
  check(cancelled, { 'cancelled': (v) => v === 'enough' });

  const free = numbers(1);
  const third = free.getReader();
  third.releaseLock();
  check(free, { 'released': (s) => s.locked === false });
  said = '';
  try { numbers(1).getReader({ mode: 'own' }); } catch (e) { said = String(e); }
  check(said, { 'an unknown mode': (v) => v !== '' });
}
