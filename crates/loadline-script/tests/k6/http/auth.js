// Credentials: in the address, in a header, and digest.
// expect exit 0
// expect checks 9 passed, 0 failed
import { check } from 'k6';
import encoding from 'k6/encoding';
import http from 'k6/http';

// In tags, credentials are hidden.
export const options = { thresholds: { [`http_reqs{url:http://****:****@${__ENV.HTTP.split('//')[1]}/basic-auth/ada/secret}`]: ['count==2'] } };

export default function () {
  const host = __ENV.HTTP.split('//')[1];
  check(http.get(`http://ada:secret@${host}/basic-auth/ada/secret`), {
    'in the address': (r) => r.status === 200 && r.json('user') === 'ada',
    'the address stays': (r) => r.url.includes('ada:secret@'),
  });
  check(http.get(`http://ada:wrong@${host}/basic-auth/ada/secret`), { 'wrong': (r) => r.status === 401 });
  check(http.get(`${__ENV.HTTP}/hidden-basic-auth/ada/secret`), { 'hidden': (r) => r.status === 404 });
  const headers = { Authorization: `Basic ${encoding.b64encode('ada:secret')}` };
  check(http.get(`${__ENV.HTTP}/basic-auth/ada/secret`, { headers }), { 'in a header': (r) => r.status === 200 });
  check(http.get(`${__ENV.HTTP}/bearer`, { headers: { Authorization: 'Bearer tok' } }), { 'bearer': (r) => r.json('token') === 'tok' });
  check(http.get(`http://ada:secret@${host}/digest-auth/auth/ada/secret`, { auth: 'digest' }), {
    'digest': (r) => r.status === 200,
    'who': (r) => r.json('user') === 'ada',
  });
  check(http.get(`http://ada:wrong@${host}/digest-auth/auth/ada/secret`, { auth: 'digest' }), { 'wrong digest': (r) => r.status === 401 });
}
