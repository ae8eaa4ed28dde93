// html() of a response, submitForm() and clickLink().
// expect exit 0
// expect checks 14 passed, 0 failed
import { check } from 'k6';
import http from 'k6/http';

export default function () {
  const page = http.get(`${__ENV.HTTP}/forms/post`);
  check(page, {
    'html': (r) => r.html().find('h1').text() === 'Order',
    'html with a selector': (r) => r.html('title').text() === 'Order',
  });
  const sent = page.submitForm({ formSelector: '#order', fields: { mail: 'a@b.example' }, submitSelector: '#send' });
  check(sent, {
    'method and target': (r) => r.json('method') === 'POST' && r.url === `${__ENV.HTTP}/post`,
    'own field': (r) => r.json('form.mail') === 'a@b.example',
    'field of the page': (r) => r.json('form.name') === 'Ada',
    'chosen radio': (r) => r.json('form.size') === 'medium',
    'ticked box': (r) => r.json('form.extra') === 'cheese',
    'chosen option': (r) => r.json('form.when') === 'later',
    'text area': (r) => r.json('form.note') === 'ring twice',
    'hidden field': (r) => r.json('form.token') === 't-1',
  });
  const found = page.submitForm({ formSelector: '#search', fields: { q: 'a b' }, params: { headers: { 'X-Form': '1' } } });
  check(found, {
    'a form by get': (r) => r.json('method') === 'GET' && r.json('args.q') === 'a b',
    'parameters': (r) => r.json('headers.X-Form') === '1',
  });
  check(page.clickLink(), { 'the first link': (r) => r.json('args.from') === 'link' });
  check(page.clickLink({ selector: 'a:nth-child(2)' }), { 'a link by selector': (r) => r.status === 200 && r.url === `${__ENV.HTTP}/get` });
}
