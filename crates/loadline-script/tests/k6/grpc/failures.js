// Statuses, time-outs, servers that are not there.
// expect exit 0
// expect checks 9 passed, 0 failed
import { check } from 'k6';
import grpc from 'k6/net/grpc';

const client = new grpc.Client();
client.load(['../../../../loadline-testkit/proto'], 'playground.proto');

export default function () {
  client.connect(__ENV.GRPC, { plaintext: true });
  check(client.invoke('playground.Mirror/Fail', { code: 5, message: 'not here' }), {
    'status': (r) => r.status === grpc.StatusNotFound,
    'error': (r) => r.error.code === 5 && r.error.message === 'not here',
    'an empty message': (r) => Object.keys(r.message).length === 0,
  });
  check(client.invoke('playground.Mirror/Wait', { milliseconds: 3000 }, { timeout: '100ms' }), {
    'in time': (r) => r.status === grpc.StatusDeadlineExceeded,
    'its error': (r) => r.error.code === 4,
  });
  check(client.invoke('playground.Mirror/Wait', { milliseconds: 10 }, { timeout: 5000 }), { 'a number is milliseconds': (r) => r.status === grpc.StatusOK });
  client.close();
  const other = new grpc.Client();
  let said = '';
  try { other.connect('127.0.0.1:1', { plaintext: true, timeout: '500ms' }); } catch (e) { said = String(e); }
  check(said, { 'nobody there': (v) => v !== '' });
  const broken = new grpc.Client();
  said = '';
  try { broken.connect(__ENV.GRPC, { plaintext: true, own: 1 }); } catch (e) { said = String(e); }
  check(said, { 'unknown parameter': (v) => v.includes('unknown connect param') });
  said = '';
  try { client.load([], 'playground.proto'); } catch (e) { said = String(e); }
  check(said, { 'loading outside of init': (v) => v !== '' });
}
