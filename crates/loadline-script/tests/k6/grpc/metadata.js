// Metadata there, headers and trailers back, tags.
// expect exit 0
// expect checks 5 passed, 0 failed
import { check } from 'k6';
import grpc from 'k6/net/grpc';

const client = new grpc.Client();
client.load(['../../../../loadline-testkit/proto'], 'playground.proto');

export const options = {
  userAgent: 'own-agent/1',
  thresholds: { 'grpc_req_duration{kind:own}': ['max>=0'], 'grpc_req_duration{service:playground.Mirror,method:ShowMetadata}': ['max>=0'], 'grpc_req_duration{status:0}': ['max>=0'] },
};

export default function () {
  client.connect(__ENV.GRPC, { plaintext: true });
  const r = client.invoke('playground.Mirror/ShowMetadata', {}, { metadata: { 'x-one': '1', 'X-Two': '2' }, tags: { kind: 'own' } });
  check(r, {
    'sent': (v) => v.message.entries['x-one'] === '1',
    'in lower case': (v) => v.message.entries['x-two'] === '2',
    'user agent': (v) => v.message.entries['user-agent'].includes('own-agent/1'),
    'header': (v) => v.headers['x-header'][0] === 'first',
    'trailer': (v) => v.trailers['x-trailer'][0] === 'last',
  });
  client.close();
}
