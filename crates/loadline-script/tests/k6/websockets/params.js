// Parameters: headers, cookies of a jar, several protocols.
// expect exit 0
// expect checks 4 passed, 0 failed
import { check } from 'k6';
import http from 'k6/http';
import { WebSocket } from 'k6/experimental/websockets';

export default function () {
  const jar = new http.CookieJar();
  jar.set(__ENV.WS.replace('ws:', 'http:'), 'own', 'jar');
  const socket = new WebSocket(`${__ENV.WS}/ws-headers`, ['one', 'two'], { headers: { 'X-Own': 'yes' }, jar });
  socket.onmessage = (event) => {
    const head = event.data.toLowerCase();
    check(head, {
      'header': (v) => v.includes('x-own: yes'),
      'cookie': (v) => v.includes('own=jar'),
      'protocols': (v) => /sec-websocket-protocol: one,\s?two/.test(v),
      'the one taken': () => socket.protocol === 'one',
    });
    socket.close();
  };
}
