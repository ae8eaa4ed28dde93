import http from 'k6/http';
import { check, group, sleep } from 'k6';
import { Counter, Gauge, Rate, Trend } from 'k6/metrics';

const orders = new Counter('orders');
const paid = new Counter('paid_time', true);
const stock = new Gauge('stock');
const uptime = new Gauge('uptime', true);
const hits = new Rate('cache_hits');
const sizes = new Trend('basket_size');
const waits = new Trend('queue_wait', true);
const unused = new Trend('unused');
const base = `http://127.0.0.1:${__ENV.PORT}`;

export const options = {
  scenarios: {
    shop: { executor: 'per-vu-iterations', vus: 1, iterations: 2 },
    office: { executor: 'shared-iterations', vus: 1, iterations: 1, exec: 'office' },
  },
  systemTags: ['group', 'scenario', 'check', 'expected_response'],
  thresholds: {
    checks: ['rate>0.9'],
    http_req_duration: ['p(95)<500', 'avg<0.001', ' p(99.9) < 600 '],
    'http_req_duration{scenario:office}': ['max<400'],
    iterations: ['count>=3', 'rate>0.001'],
    stock: ['value<3'],
    'cache_hits{place:hall}': ['rate>0.1'],
    unused: ['avg<1'],
  },
};

export function setup() {
  group('prepare', () => check(1, { 'is ready': () => true }));
  return { token: 'x', list: [1, 2] };
}

export default function () {
  group('front', () => {
    const answer = http.get(`${base}/x`);
    check(answer, { 'status is 200': (r) => r.status === 200, 'is long': (r) => r.body.length > 100 });
    group('basket', () => {
      check(answer, { 'same name': () => true, 'ünï → late': () => __ITER > 0 });
      sizes.add(__ITER * 1.5);
      waits.add(__ITER * 61234.5678);
    });
  });
  http.get(`${base}/missing`);
  orders.add(5);
  paid.add(1500);
  stock.add(__ITER);
  uptime.add(__ITER * 61000);
  hits.add(__ITER % 2);
  hits.add(true, { place: 'hall' });
  check(1, { 'same name': () => true });
}

export function office() {
  sleep(0.2);
  group('desk', () => check(1, { 'is manned': () => false }));
}
