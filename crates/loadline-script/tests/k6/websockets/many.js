// Several sockets of one user at once; the iteration lasts until the last is closed.
// run with --iterations 2 --vus 1
// expect exit 0
// expect checks 6 passed, 0 failed
import { check } from 'k6';
import { setTimeout } from 'k6/timers';
import { WebSocket } from 'k6/experimental/websockets';

export const options = { thresholds: { ws_sessions: ['count==6'] } };

export default function () {
  for (const id of [1, 2, 3]) {
    const socket = new WebSocket(`${__ENV.WS}/ws-echo?${id}`);
    socket.onopen = () => setTimeout(() => socket.send(`from ${id}`), 50 * id);
    socket.onmessage = (event) => {
      check(event.data, { 'its own': (d) => d === `from ${id}` });
      socket.close();
    };
  }
}
