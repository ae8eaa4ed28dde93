// Addresses and their queries.
// expect exit 0
// expect checks 12 passed, 0 failed
import { check } from 'k6';

export default function () {
  const url = new URL('https://ada:secret@host.example:8443/a/b?x=1&y=2#part');
  const query = new URLSearchParams('a=1&b=2&a=3');
  check(url, {
    'host': (u) => u.host === 'host.example:8443' && u.hostname === 'host.example' && u.port === '8443',
    'protocol': (u) => u.protocol === 'https:',
    'origin': (u) => u.origin === 'https://host.example:8443',
    'path': (u) => u.pathname === '/a/b',
    'query': (u) => u.search === '?x=1&y=2' && u.searchParams.get('y') === '2',
    'part': (u) => u.hash === '#part',
    'credentials': (u) => u.username === 'ada' && u.password === 'secret',
    'relative': () => new URL('../c?d', 'http://h.example/a/b/').href === 'http://h.example/a/c?d',
    'nonsense': () => { try { new URL('nonsense'); return false; } catch (e) { return true; } },
  });
  check(query, {
    'all': (q) => q.getAll('a').join() === '1,3',
    'append': (q) => { q.append('c', 'ü &'); return q.toString() === 'a=1&b=2&a=3&c=%C3%BC+%26'; },
    'iterated': (q) => [...q].length === 4,
  });
}
