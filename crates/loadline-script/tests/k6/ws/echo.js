// The blocking socket: messages there and back, and what the answer says.
// expect exit 0
// expect checks 12 passed, 0 failed
// expect metrics ws_connecting, ws_msgs_received, ws_msgs_sent, ws_session_duration, ws_sessions
import { check } from 'k6';
import ws from 'k6/ws';

export const options = { thresholds: { ws_msgs_sent: ['count==3'], ws_msgs_received: ['count==3'], 'ws_sessions{kind:own}': ['count==1'], 'ws_sessions{status:101}': ['count==1'], 'ws_sessions{subproto:one}': ['count==1'] } };

export default function () {
  const seen = [];
  const url = `${__ENV.WS}/ws-echo`;
  const r = ws.connect(url, { headers: { 'X-A': '1', 'Sec-WebSocket-Protocol': 'one' }, tags: { kind: 'own' } }, (socket) => {
    socket.on('open', () => { seen.push('open'); socket.send('hello'); });
    socket.on('message', (text) => {
      seen.push(text);
      if (text === 'hello') socket.send('wörld');
      else socket.sendBinary(new Uint8Array([1, 2, 3]).buffer);
    });
    socket.on('binaryMessage', (bytes) => { seen.push(new Uint8Array(bytes).join('')); socket.close(); });
    socket.on('close', (code) => seen.push(`close ${code}`));
    check(socket, { 'a socket': (s) => typeof s.send === 'function' && typeof s.ping === 'function' && typeof s.setInterval === 'function' });
  });
  check(seen, {
    'open first': (s) => s[0] === 'open',
    'text': (s) => s[1] === 'hello',
    'text beyond ASCII': (s) => s[2] === 'wörld',
    'bytes': (s) => s[3] === '123',
    'close last': (s) => s[4] === 'close 1001',
    'nothing else': (s) => s.length === 5,
  });
  check(r, {
    'status': (v) => v.status === 101,
    'url': (v) => v.url === url,
    'headers': (v) => v.headers.Upgrade === 'websocket' || v.headers.Upgrade === 'WebSocket',
    'subprotocol': (v) => v.headers['Sec-Websocket-Protocol'] === 'one',
    'no error': (v) => v.error === '',
  });
}
