// Streams that are written: order, backpressure, ends, errors; k6 1.1 has none of them.
// expect exit 0
// expect checks 18 passed, 0 failed
import { check } from 'k6';
import { CountQueuingStrategy, ReadableStream, WritableStream, WritableStreamDefaultWriter } from 'k6/experimental/streams';

async function said(work) {
  try { return String(await work()); } catch (e) { return e === undefined ? 'undefined' : String(e); }
}

export default async function () {
  const log = [];
  const stream = new WritableStream({
    start() { log.push('start'); },
    async write(chunk) { await null; log.push(chunk); },
    close() { log.push('close'); },
  }, new CountQueuingStrategy({ highWaterMark: 2 }));
  check(stream, { 'free': (s) => s.locked === false });
  const writer = stream.getWriter();
  check(writer, {
    'locked': () => stream.locked === true,
    'a writer': (w) => w instanceof WritableStreamDefaultWriter && w.desiredSize === 2,
  });
  writer.write('a');
  const second = writer.write('b');
  check(writer, { 'the queue is full': (w) => w.desiredSize === 0 });
  await second;
  await writer.ready;
  check(writer, { 'the queue is empty': (w) => w.desiredSize === 2 });
  await writer.close();
  check(log, { 'in order': (v) => v.join() === 'start,a,b,close' });
  check(await writer.closed, { 'closed': (v) => v === undefined });
  check(await said(() => writer.write('c')), { 'nothing more': (v) => v.startsWith('TypeError') });

  const failing = new WritableStream({ write() { throw new Error('full'); } }).getWriter();
  check(await said(() => failing.write(1)), { 'an error of the sink': (v) => v === 'Error: full' });
  check(await said(() => failing.write(1)), { 'stays': (v) => v === 'Error: full' });
  check(await said(() => failing.closed), { 'ends the stream': (v) => v === 'Error: full' });

  let reason = '';
  const given = new WritableStream({ abort(why) { reason = why; } }).getWriter();
  await given.abort('enough');
  check(reason, { 'given up': (v) => v === 'enough' });
  check(await said(() => given.closed), { 'for that reason': (v) => v === 'enough' });
  given.releaseLock();
  check(await said(() => given.write(1)), { 'released': (v) => v.startsWith('TypeError') });

  const controlled = new WritableStream({ start(c) { c.error(new Error('no')); } });
  check(await said(() => controlled.close()), { 'failed at once': (v) => v === 'Error: no' || v.startsWith('TypeError') });
  check(await said(() => new WritableStream(5)), { 'no sink': (v) => v.startsWith('TypeError') });

  const read = [];
  const source = new ReadableStream({ start(c) { c.enqueue(1); c.enqueue(2); c.close(); } });
  for await (const value of source) read.push(value);
  check(read, { 'a loop over what is read': (v) => v.join() === '1,2' });
  check(source, { 'which lets go of it': (s) => s.locked === false });
}
