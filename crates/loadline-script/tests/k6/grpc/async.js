// Calls as promises, several at once; the client's default messages.
// expect exit 0
// expect checks 4 passed, 0 failed
import { check } from 'k6';
import grpc from 'k6/net/grpc';

const client = new grpc.Client();
client.load(['../../../../loadline-testkit/proto'], 'playground.proto');

export default async function () {
  client.connect(__ENV.GRPC, { plaintext: true });
  const r = await client.asyncInvoke('playground.Guide/GetFeature', { latitude: 300, longitude: 300 });
  check(r, { 'message': (v) => v.message.name === 'Market' });
  const start = Date.now();
  const all = await Promise.all([1, 2, 3].map(() => client.asyncInvoke('playground.Mirror/Wait', { milliseconds: 300 })));
  check(all, { 'all': (v) => v.every((one) => one.status === grpc.StatusOK) });
  check(Date.now() - start, { 'at once': (v) => v < 850 });
  const failed = await client.asyncInvoke('playground.Mirror/Fail', { code: 3, message: 'x' });
  check(failed, { 'a status is no rejection': (v) => v.status === grpc.StatusInvalidArgument });
  client.close();
}
