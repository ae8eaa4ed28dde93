// The module of sockets under its newer name; blobs are sent.
// expect exit 0
// expect checks 2 passed, 0 failed
import { check } from 'k6';
import { Blob, WebSocket } from 'k6/websockets';

export default function () {
  const socket = new WebSocket(`${__ENV.WS}/ws-echo`);
  socket.binaryType = 'arraybuffer';
  socket.onopen = () => socket.send(new Blob(['ab', 'c']));
  socket.onmessage = (event) => {
    check(event.data, { 'a blob': (d) => new Uint8Array(d).join() === '97,98,99' });
    socket.close(1000, 'done');
  };
  socket.onclose = () => check(socket, { 'closed': (s) => s.readyState === WebSocket.CLOSED || s.readyState === 3 });
}
