// Calls with one message each way.
// expect exit 0
// expect checks 14 passed, 0 failed
// expect metrics grpc_req_duration
import { check } from 'k6';
import grpc from 'k6/net/grpc';

const client = new grpc.Client();
client.load(['../../../../loadline-testkit/proto'], 'playground.proto');

export default function () {
  const said = (action) => { try { action(); return ''; } catch (e) { return String(e); } };
  const call = (method, message, params) => client.invoke(`playground.Guide/${method}`, message, params);
  check(said(() => call('GetFeature', {})), { 'not before connecting': (v) => v.includes('no gRPC connection') });
  client.connect(__ENV.GRPC, { plaintext: true });
  check(call('GetFeature', { latitude: 100, longitude: 100 }), {
    'status': (r) => r.status === grpc.StatusOK && r.status == 0,
    'message': (r) => r.message.name === 'Mill',
    'nested': (r) => r.message.location.latitude === 100,
    'no error': (r) => r.error === null,
    'headers': (r) => r.headers['content-type'][0] === 'application/grpc',
    'trailers': (r) => typeof r.trailers === 'object',
  });
  check(call('GetFeature', { latitude: 1 }), { 'defaults are filled in': (r) => r.message.name === '' && r.message.location.longitude === 0 });
  check(client.invoke('/playground.Guide/GetFeature', {}), { 'with a slash in front': (r) => r.status === grpc.StatusOK });
  check(said(() => call('None', {})), { 'unknown method': (v) => v.includes('not found in file descriptors') });
  check(said(() => call('GetFeature', { wrong: 1 })), { 'unknown field': (v) => v.includes('unknown field') });
  check(said(() => call('GetFeature', { latitude: 'x' })), { 'wrong type': (v) => v.includes('invalid value for int32') });
  check(said(() => call('GetFeature', {}, { own: 1 })), { 'unknown parameter': (v) => v.includes('unknown param') });
  client.close();
  check(said(() => call('GetFeature', {})), { 'not after closing': (v) => v !== '' });
}
