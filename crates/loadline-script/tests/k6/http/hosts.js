// hosts leads names to addresses, with and without a port, with a wildcard.
// expect exit 0
// expect checks 4 passed, 0 failed
import { check } from 'k6';
import http from 'k6/http';

const port = __ENV.HTTP.split(':')[2];

export const options = {
  hosts: { 'shop.example': '127.0.0.1', 'api.example': `127.0.0.1:${port}`, '*.wild.example': `127.0.0.1:${port}` },
};

export default function () {
  check(http.get(`http://shop.example:${port}/headers`), {
    'led there': (r) => r.status === 200,
    'the name is sent': (r) => r.json('headers.Host') === `shop.example:${port}`,
  });
  check(http.get('http://api.example/get'), { 'with a port': (r) => r.status === 200 });
  check(http.get('http://a.wild.example/get'), { 'wildcard': (r) => r.status === 200 });
}
