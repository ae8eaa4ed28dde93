// Base 64 and text in bytes, as browsers have them.
// expect exit 0
// expect checks 8 passed, 0 failed
import { check } from 'k6';

export default function () {
  check(null, {
    'btoa': () => btoa('hello') === 'aGVsbG8=',
    'atob': () => atob('aGVsbG8=') === 'hello',
    'atob of nonsense': () => { try { atob('***'); return false; } catch (e) { return true; } },
    'encoded': () => new TextEncoder().encode('ü').join() === '195,188',
    'decoded': () => new TextDecoder().decode(new Uint8Array([195, 188])) === 'ü',
    'encoding': () => new TextEncoder().encoding === 'utf-8' && new TextDecoder('utf-8').encoding === 'utf-8',
    'broken': () => new TextDecoder().decode(new Uint8Array([255])) === '\ufffd',
    'fatal': () => { try { new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array([255])); return false; } catch (e) { return true; } },
  });
}
