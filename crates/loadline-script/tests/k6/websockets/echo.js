// The socket of browsers: states, events, text and bytes.
// expect exit 0
// expect checks 21 passed, 0 failed
// expect metrics ws_connecting, ws_msgs_received, ws_msgs_sent, ws_session_duration, ws_sessions
import { check } from 'k6';
import { WebSocket } from 'k6/experimental/websockets';

export const options = { thresholds: { ws_msgs_sent: ['count>=3'], ws_msgs_received: ['count==3'], 'ws_sessions{kind:own}': ['count==1'] } };

export default function () {
  const url = `${__ENV.WS}/ws-echo`;
  const socket = new WebSocket(url, 'one', { tags: { kind: 'own' }, headers: { 'X-A': '1' } });
  check(socket, {
    'connecting': (s) => s.readyState === 0,
    'url': (s) => s.url === url,
    'no protocol yet': (s) => s.protocol === '',
    'bytes come as blobs': (s) => s.binaryType === 'blob',
    'nothing buffered': (s) => s.bufferedAmount === 0,
  });
  socket.binaryType = 'arraybuffer';
  const seen = [];
  socket.onopen = (event) => {
    check(event, {
      'type': (e) => e.type === 'open',
      'target': (e) => e.target === socket,
      'timestamp': (e) => typeof e.timestamp === 'number',
      'open': () => socket.readyState === 1,
      'protocol': () => socket.protocol === 'one',
    });
    socket.send('hello');
  };
  socket.addEventListener('message', (event) => {
    seen.push(event.data);
    if (seen.length === 1) {
      check(event, { 'message': (e) => e.type === 'message' && e.data === 'hello' });
      socket.send(new Uint8Array([1, 2]).buffer);
    } else if (seen.length === 2) {
      check(event.data, { 'array buffer': (d) => d instanceof ArrayBuffer && new Uint8Array(d).join() === '1,2' });
      socket.send(new Uint8Array([7, 8, 9]));
    } else if (seen.length === 3) {
      check(event.data, { 'view': (d) => new Uint8Array(d).join() === '7,8,9' });
      socket.close(1000, 'done');
      check(socket, { 'closing': (s) => s.readyState === 2 });
    }
  });
  socket.onclose = (event) => {
    check(event, { 'close': (e) => e.type === 'close', 'closed': () => socket.readyState === 3, 'all came': () => seen.length === 3 });
  };
  const said = (action) => { try { action(); return ''; } catch (e) { return String(e); } };
  check(null, {
    'sending too early throws': () => said(() => socket.send('x')) !== '',
    'no address throws': () => said(() => new WebSocket('nonsense')) !== '',
    'another scheme throws': () => said(() => new WebSocket('http://127.0.0.1/')) !== '',
    'another kind of bytes throws': () => said(() => { socket.binaryType = 'own'; }) !== '',
  });
}
