// Base 64, with and without padding, for text and bytes.
// expect exit 0
// expect checks 16 passed, 0 failed
import { check } from 'k6';
import encoding, { b64decode, b64encode } from 'k6/encoding';

export default function () {
  const odd = new Uint8Array([251, 255, 254]).buffer;
  const text = (bytes) => String.fromCharCode(...new Uint8Array(bytes));
  check(null, {
    'text': () => b64encode('hello') === 'aGVsbG8=',
    'empty': () => b64encode('') === '',
    'beyond ASCII': () => b64encode('日本') === '5pel5pys',
    'bytes': () => b64encode(odd) === '+//+',
    'std': () => b64encode('hello', 'std') === 'aGVsbG8=',
    'rawstd': () => b64encode('hello', 'rawstd') === 'aGVsbG8',
    'url': () => b64encode(odd, 'url') === '-__-',
    'rawurl': () => b64encode('hello?>', 'rawurl') === 'aGVsbG8_Pg',
    'back to bytes': () => text(b64decode('aGVsbG8=')) === 'hello',
    'bytes are an ArrayBuffer': () => b64decode('aGVsbG8=') instanceof ArrayBuffer,
    'back to text': () => b64decode('aGVsbG8=', 'std', 's') === 'hello',
    'back from rawstd': () => b64decode('aGVsbG8', 'rawstd', 's') === 'hello',
    'back from url': () => new Uint8Array(b64decode('-__-', 'url'))[0] === 251,
    'back from rawurl': () => b64decode('aGVsbG8_Pg', 'rawurl', 's') === 'hello?>',
    'default export': () => encoding.b64encode('hello') === 'aGVsbG8=',
    'nonsense throws': () => { try { b64decode('***'); return false; } catch (e) { return true; } },
  });
}
