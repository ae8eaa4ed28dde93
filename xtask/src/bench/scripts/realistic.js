// A script of the usual length: groups, tags, JSON, metrics of its own, and a pause where PAUSE_S asks for one.
import http from 'k6/http';
import { check, group, sleep } from 'k6';
import { Counter, Trend } from 'k6/metrics';

const PAUSE_S = Number(__ENV.PAUSE_S || 0);
const PRODUCTS = ['brass sextant', 'oak chest', 'hand lens', 'tin lantern'];

const orders = new Counter('orders');
const prices = new Trend('price_cents');

export const options = {
  thresholds: {
    checks: ['rate>0.99'],
    http_req_failed: ['rate<0.01'],
    'http_req_duration{kind:browse}': ['p(95)<10000'],
  },
};

function product(name) {
  const response = http.get(`${__ENV.URL}?name=${encodeURIComponent(name)}`, {
    headers: { Accept: 'application/json', 'X-Shop': 'harbour' },
    tags: { kind: 'browse', name: 'product' },
  });
  check(response, {
    'product is there': (r) => r.status === 200,
    'product is JSON': (r) => r.headers['Content-Type'].startsWith('application/json'),
  });
  return response.json();
}

function order(item, quantity) {
  const body = JSON.stringify({ id: item.id, quantity, total_cents: item.price_cents * quantity });
  const response = http.post(__ENV.URL, body, {
    headers: { 'Content-Type': 'application/json' },
    tags: { kind: 'order', name: 'order' },
  });
  check(response, { 'order is taken': (r) => r.status === 200 && r.json('id') === item.id });
  orders.add(1, { product: item.name });
}

export default function () {
  const name = PRODUCTS[(__VU + __ITER) % PRODUCTS.length];
  const item = group('browse', () => product(name));
  prices.add(item.price_cents, { product: item.name });
  group('order', () => order(item, 1 + (__ITER % 3)));
  if (PAUSE_S > 0) {
    sleep(PAUSE_S);
  }
}
