// Blobs: what they are made of, their parts, their text and bytes; messages that come as blobs.
// expect exit 0
// expect checks 8 passed, 0 failed
import { check } from 'k6';
import { Blob, WebSocket } from 'k6/experimental/websockets';

export default async function () {
  const blob = new Blob(['ab', new Uint8Array([99, 100]), new Blob(['e']), new Uint8Array([102]).buffer], { type: 'text/own' });
  check(blob, { 'size': (b) => b.size === 6, 'type': (b) => b.type === 'text/own' });
  check(await blob.text(), { 'text': (v) => v === 'abcdef' });
  check(await blob.arrayBuffer(), { 'bytes': (v) => v instanceof ArrayBuffer && v.byteLength === 6 });
  check(await blob.slice(1, 3, 'a/b').text(), { 'part': (v) => v === 'bc' });
  check(new Blob(), { 'empty': (b) => b.size === 0 && b.type === '' });
  const socket = new WebSocket(`${__ENV.WS}/ws-binary`);
  socket.onmessage = async (event) => {
    check(event.data, { 'a message as a blob': (d) => d.size === 3 && typeof d.text === 'function' });
    check(await event.data.arrayBuffer(), { 'its bytes': (v) => new Uint8Array(v).join() === '1,2,3' });
    socket.close();
  };
}
