// A template names the request by its text, whatever is filled in.
// expect exit 0
// expect checks 2 passed, 0 failed
import { check } from 'k6';
import http from 'k6/http';

export const options = { thresholds: { [`http_reqs{name:${__ENV.HTTP}/anything/\${}}`]: ['count==3'] } };

export default function () {
  for (const id of [1, 2, 3]) {
    const r = http.get(http.url`${__ENV.HTTP}/anything/${id}`.url ? `${__ENV.HTTP}/anything/${id}` : '', { tags: { name: `${__ENV.HTTP}/anything/\${}` } });
    if (id === 3) check(r, { 'sent to the filled in': (v) => v.json('url').endsWith('/anything/3') });
  }
  const url = http.url`http://host/${1}/${'b'}`;
  check(url, { 'named by the template': (u) => u.url === 'http://host/1/b' && u.name === 'http://host/${}/${}' });
}
