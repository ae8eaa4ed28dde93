// A compiled set of descriptors instead of their source; loading lists the methods.
// expect exit 0
// expect checks 4 passed, 0 failed
import { check } from 'k6';
import grpc from 'k6/net/grpc';

const client = new grpc.Client();
const methods = client.loadProtoset('./playground.protoset');

export default function () {
  check(methods, {
    'all methods': (m) => m.length === 8,
    'a method': (m) => m.some((one) => one.full_method === '/playground.Guide/GetFeature' && one.service === 'Guide' && one.name === 'GetFeature' && one.package === 'playground'),
    'kinds of stream': (m) => m.some((one) => one.name === 'RecordRoute' && one.is_client_stream === true && one.is_server_stream === false),
  });
  client.connect(__ENV.GRPC, { plaintext: true });
  check(client.invoke('playground.Guide/GetFeature', { latitude: 100, longitude: 100 }), { 'a call': (r) => r.message.name === 'Mill' });
  client.close();
}
