// A stream that fails says how.
// expect exit 0
// expect checks 2 passed, 0 failed
import { check } from 'k6';
import grpc from 'k6/net/grpc';

const client = new grpc.Client();
client.load(['../../../../loadline-testkit/proto'], 'playground.proto');

export default function () {
  client.connect(__ENV.GRPC, { plaintext: true });
  const stream = new grpc.Stream(client, 'playground.Mirror/Fail');
  stream.on('error', (e) => { check(e, { 'code': (v) => v.code == grpc.StatusPermissionDenied, 'message': (v) => v.message === 'kept out' }); });
  stream.on('end', () => client.close());
  stream.write({ code: 7, message: 'kept out' });
}
