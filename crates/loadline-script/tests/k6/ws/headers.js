// What the handshake sends: own headers, cookies, the user agent.
// expect exit 0
// expect checks 3 passed, 0 failed
import { check } from 'k6';
import http from 'k6/http';
import ws from 'k6/ws';

export const options = { userAgent: 'own-agent/1' };

export default function () {
  http.cookieJar().set(__ENV.WS.replace('ws:', 'http:'), 'jar', 'full');
  let head = '';
  ws.connect(`${__ENV.WS}/ws-headers`, { headers: { 'X-Own': 'yes' } }, (socket) => {
    socket.on('message', (text) => { head = text.toLowerCase(); socket.close(); });
  });
  check(head, {
    'own': (v) => v.includes('x-own: yes'),
    'cookies of the jar': (v) => v.includes('cookie: jar=full'),
    'user agent': (v) => v.includes('user-agent: own-agent/1'),
  });
}
