// What a blob holds as a stream.
// expect exit 0
// expect checks 2 passed, 0 failed
import { check } from 'k6';
import { Blob } from 'k6/websockets';

export default async function () {
  const reader = new Blob(['own', 'é']).stream().getReader();
  check(await reader.read(), { 'text': (v) => v.done === false && v.value === 'owné' });
  check(await reader.read(), { 'the end': (v) => v.done === true });
}
