// Every type of field, there and back as JSON has it.
// expect exit 0
// expect checks 17 passed, 0 failed
import { check } from 'k6';
import grpc from 'k6/net/grpc';

const client = new grpc.Client();
client.load(['../../../../loadline-testkit/proto'], 'playground.proto');

export default function () {
  client.connect(__ENV.GRPC, { plaintext: true });
  const echo = (message) => client.invoke('playground.Mirror/Echo', message).message;
  check(echo({ text: 'ü', flag: true, small: -3, large: '9007199254740993', unsigned: 5, ratio: 1.5, raw: 'aGk=', colour: 'COLOUR_BLUE', numbers: [1, 2], counts: { a: 1 }, point: { latitude: 4 }, word: 'w', when: '2025-01-02T03:04:05Z', maybe: 'm', maybeSmall: 0 }), {
    'text': (m) => m.text === 'ü',
    'boolean': (m) => m.flag === true,
    'int32': (m) => m.small === -3,
    'int64 as text': (m) => m.large === '9007199254740993',
    'uint64 as text': (m) => m.unsigned === '5',
    'double': (m) => m.ratio === 1.5,
    'bytes as base 64': (m) => m.raw === 'aGk=',
    'enumeration by name': (m) => m.colour === 'COLOUR_BLUE',
    'list': (m) => m.numbers.join() === '1,2',
    'map': (m) => m.counts.a === 1,
    'message': (m) => m.point.latitude === 4 && m.point.longitude === 0,
    'one of': (m) => m.word === 'w' && m.number === undefined,
    'timestamp': (m) => m.when === '2025-01-02T03:04:05Z',
    'wrapped': (m) => m.maybe === 'm',
    'optional': (m) => m.maybeSmall === 0,
  });
  check(echo({}), { 'defaults': (m) => m.text === '' && m.flag === false && m.large === '0' && m.numbers.length === 0 && m.point === null && m.colour === 'COLOUR_UNKNOWN' && m.maybeSmall === undefined });
  check(echo({ colour: 1, large: 7, maybe_small: 3 }), { 'other spellings': (m) => m.colour === 'COLOUR_RED' && m.large === '7' && m.maybeSmall === 3 });
  client.close();
}
