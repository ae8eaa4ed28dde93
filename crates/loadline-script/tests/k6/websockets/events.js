// Pings, closing by the other side, breaks, refusals; listeners one by one.
// expect exit 0
// expect checks 8 passed, 0 failed
import { check } from 'k6';
import { WebSocket } from 'k6/experimental/websockets';

function follow(path, expected, more) {
  const seen = [];
  const socket = new WebSocket(`${__ENV.WS}${path}`);
  const on = (name, value) => (event) => {
    seen.push(value ? `${name} ${value(event)}` : name);
    if (more && more[name]) more[name](socket);
  };
  socket.onopen = on('open');
  socket.onmessage = on('message', (e) => e.data);
  socket.onping = on('ping');
  socket.onpong = on('pong');
  socket.onerror = on('error', (e) => e.error);
  socket.onclose = (event) => { on('close')(event); check(seen.join(), { [path]: expected }); };
}

export default function () {
  follow('/ws-close', (v) => v === 'open,close');
  follow('/ws-leave', (v) => v === 'open,message x,close', { open: (s) => s.send('x') });
  follow('/ws-ping', (v) => v.includes('ping') && v.endsWith('close'), { ping: (s) => s.close() });
  follow('/ws-echo', (v) => v === 'open,pong,close', { open: (s) => s.ping(), pong: (s) => s.close() });
  follow('/ws-drop', (v) => v.includes('error') && v.includes('1006') && v.endsWith('close'), { open: (s) => s.send('x') });
  follow('/nothing', (v) => v.startsWith('error') && v.endsWith('close') && v.includes('bad handshake'));
  follow('/ws-greet', (v) => v === 'open,message welcome,close', { message: (s) => s.close() });
  follow('/ws-invalid', (v) => v.startsWith('error'));
}
