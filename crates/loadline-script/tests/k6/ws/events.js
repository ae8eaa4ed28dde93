// Pings, closing by the other side, connections that break, sockets that are refused.
// expect exit 0
// expect checks 10 passed, 0 failed
// expect metrics ws_ping
import { check } from 'k6';
import ws from 'k6/ws';

function events(path, more) {
  const seen = [];
  const r = ws.connect(`${__ENV.WS}${path}`, null, (socket) => {
    for (const name of ['open', 'message', 'ping', 'pong', 'close']) {
      socket.on(name, (value) => {
        seen.push(value === undefined ? name : `${name} ${value}`);
        if (more && more[name]) more[name](socket);
      });
    }
    socket.on('error', (e) => seen.push(`error ${e.error()}`));
    socket.setTimeout(() => socket.close(), 3000);
  });
  return { seen, r };
}

export default function () {
  check(events('/ws-close'), { 'closed by the server': (v) => v.seen.join() === 'open,close 1000' });
  check(events('/ws-leave', { open: (s) => s.send('x') }), { 'its code': (v) => v.seen.join() === 'open,message x,close 1001' });
  check(events('/ws-ping', { ping: (s) => s.close() }), { 'pinged': (v) => v.seen.includes('ping') });
  check(events('/ws-echo', { open: (s) => s.ping(), pong: (s) => s.close(1000) }), { 'ping and pong': (v) => v.seen.join() === 'open,pong,close 1000' });
  check(events('/ws-drop', { open: (s) => s.send('x') }), {
    'broken: error': (v) => v.seen.some((s) => s.startsWith('error') && s.includes('1006')),
    'broken: closed': (v) => v.seen[v.seen.length - 1] === 'close 1006',
  });
  check(events('/ws-greet', { message: (s) => s.close() }), { 'greeted': (v) => v.seen[1] === 'message welcome' });
  check(events('/ws-pieces', { open: (s) => s.send('a longer text'), message: (s) => s.close() }), { 'in pieces': (v) => v.seen.includes('message a longer text') });
  const refused = events('/nothing');
  check(refused, { 'refused': (v) => v.r.status === 403 && v.r.body === 'no', 'not opened': (v) => v.seen.length === 0 });
}
