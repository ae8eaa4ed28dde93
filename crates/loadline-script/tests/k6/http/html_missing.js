// Forms and links that are not there throw.
// expect exit 0
// expect checks 2 passed, 0 failed
import { check } from 'k6';
import http from 'k6/http';

export default function () {
  const page = http.get(`${__ENV.HTTP}/html`);
  const said = (action) => { try { action(); return ''; } catch (e) { return String(e); } };
  check(said(() => page.submitForm({ formSelector: '#none' })), { 'no form': (v) => v.includes('no form found') });
  check(said(() => page.clickLink({ selector: '#none' })), { 'no link': (v) => v.includes('no element found') });
}
