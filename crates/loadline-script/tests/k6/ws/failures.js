// A server that is not there; a function that throws.
// expect exit 0
// expect checks 3 passed, 0 failed
import { check } from 'k6';
import ws from 'k6/ws';

export default function () {
  const r = ws.connect('ws://127.0.0.1:1/', () => {});
  check(r, { 'no connection': (v) => v.error.includes('refused') && v.status === 0 });
  let said = '';
  try { ws.connect(`${__ENV.WS}/ws-echo`, () => { throw new Error('in the function'); }); } catch (e) { said = String(e); }
  check(said, { 'an error goes through': (v) => v.includes('in the function') });
  said = '';
  try { ws.connect(`${__ENV.WS}/ws-echo`, 'nothing'); } catch (e) { said = String(e); }
  check(said, { 'no function': (v) => v !== '' });
}
