// Timers of a socket; they end with it.
// expect exit 0
// expect checks 3 passed, 0 failed
import { check } from 'k6';
import ws from 'k6/ws';

export default function () {
  let ticks = 0;
  let late = false;
  const start = Date.now();
  ws.connect(`${__ENV.WS}/ws-echo`, (socket) => {
    socket.on('open', () => {
      socket.setInterval(() => { ticks += 1; }, 40);
      socket.setTimeout(() => socket.close(), 220);
      socket.setTimeout(() => { late = true; }, 2000);
    });
  });
  check(ticks, { 'ticks': (v) => v >= 3 && v <= 6 });
  check(Date.now() - start, { 'until it is closed': (v) => v >= 210 && v < 1500 });
  check(late, { 'none after that': (v) => v === false });
}
