// Streams of the server, of the client, and of both.
// expect exit 0
// expect checks 9 passed, 0 failed
// expect metrics grpc_streams, grpc_streams_msgs_received, grpc_streams_msgs_sent
import { check } from 'k6';
import grpc from 'k6/net/grpc';

const client = new grpc.Client();
client.load(['../../../../loadline-testkit/proto'], 'playground.proto');

export const options = { thresholds: { grpc_streams: ['count==3'], grpc_streams_msgs_sent: ['count==6'], grpc_streams_msgs_received: ['count==6'] } };

export default function () {
  if (__ITER === 0) client.connect(__ENV.GRPC, { plaintext: true });
  let open = 3;
  const ended = () => { open -= 1; if (open === 0) client.close(); };

  const listing = new grpc.Stream(client, 'playground.Guide/ListFeatures');
  const names = [];
  listing.on('data', (feature) => names.push(feature.name));
  listing.on('end', () => { check(names, { 'the server\'s': (v) => v.join() === 'Mill,Bridge,Market' }); ended(); });
  listing.write({ lo: { latitude: 0, longitude: 0 }, hi: { latitude: 300, longitude: 300 } });

  const route = new grpc.Stream(client, 'playground.Guide/RecordRoute', { metadata: { 'x-a': '1' }, tags: { kind: 'route' } });
  let summary = null;
  route.on('data', (value) => { summary = value; });
  route.on('end', () => {
    check(summary, { 'the client\'s: points': (v) => v.pointCount === 3, 'features': (v) => v.featureCount === 2, 'distance': (v) => v.distance === 160 });
    ended();
  });
  route.write({ latitude: 100, longitude: 100 });
  route.write({ latitude: 200, longitude: 150 });
  route.write({ latitude: 210, longitude: 150 });
  route.end();

  const chat = new grpc.Stream(client, 'playground.Guide/RouteChat');
  const notes = [];
  chat.on('data', (note) => { notes.push(note.message); if (notes.length === 2) chat.end(); });
  chat.on('error', (e) => check(e, { 'no error': () => false }));
  chat.on('end', () => { check(notes, { 'both\'s': (v) => v.join() === 'one,two', 'in order': (v) => v.length === 2 }); ended(); });
  check(chat.write({ message: 'one', location: { latitude: 1 } }), { 'writing says nothing': (v) => v === undefined });
  chat.write({ message: 'two' });
  const said = (action) => { try { action(); return ''; } catch (e) { return String(e); } };
  check(null, {
    'unknown method': () => said(() => new grpc.Stream(client, 'playground.Guide/None')) !== '',
    'unknown event': () => said(() => chat.on('data')) !== '',
  });
}
