// Over TLS, with the server's certificate as the only root.
// expect exit 0
// expect checks 3 passed, 0 failed
import { check } from 'k6';
import encoding from 'k6/encoding';
import grpc from 'k6/net/grpc';

const client = new grpc.Client();
client.load(['../../../../loadline-testkit/proto'], 'playground.proto');

export default function () {
  client.connect(__ENV.GRPCS, { tls: { cacerts: [encoding.b64decode(__ENV.SERVER_CERT, 'std', 's')] } });
  check(client.invoke('playground.Guide/GetFeature', { latitude: 100, longitude: 100 }), { 'over TLS': (r) => r.message.name === 'Mill' });
  client.close();
  let said = '';
  const other = new grpc.Client();
  try { other.connect(__ENV.GRPCS, { timeout: '2s' }); } catch (e) { said = String(e); }
  check(said, { 'not trusted without': (v) => v !== '' });
  check(said, { 'it says why': (v) => v.includes('certificate') || v.includes('deadline') });
}
