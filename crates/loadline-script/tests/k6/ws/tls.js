// A socket over TLS.
// expect exit 0
// expect checks 1 passed, 0 failed
import { check } from 'k6';
import ws from 'k6/ws';

export const options = { insecureSkipTLSVerify: true };

export default function () {
  let said = '';
  ws.connect(`${__ENV.WSS}/ws-echo`, (socket) => {
    socket.on('open', () => socket.send('safe'));
    socket.on('message', (text) => { said = text; socket.close(); });
  });
  check(said, { 'echoed': (v) => v === 'safe' });
}
