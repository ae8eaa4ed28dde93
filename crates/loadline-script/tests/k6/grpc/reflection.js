// What the server itself says it offers.
// expect exit 0
// expect checks 2 passed, 0 failed
import { check } from 'k6';
import grpc from 'k6/net/grpc';

const client = new grpc.Client();

export default function () {
  client.connect(__ENV.GRPC, { plaintext: true, reflect: true });
  check(client.invoke('playground.Guide/GetFeature', { latitude: 200, longitude: 150 }), { 'by reflection': (r) => r.message.name === 'Bridge' });
  check(client.invoke('playground.Mirror/Echo', { when: '2025-01-02T03:04:05Z' }), { 'with imports': (r) => r.message.when === '2025-01-02T03:04:05Z' });
  client.close();
}
