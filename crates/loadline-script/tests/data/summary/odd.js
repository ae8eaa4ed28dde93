// Figures of every size, metrics without samples, sub-metrics with odd tags.
import { check } from 'k6';
import { Counter, Gauge, Rate, Trend } from 'k6/metrics';

const plain = new Trend('tt');
const time = new Trend('ttime', true);
const level = new Gauge('gg');
const levelTime = new Gauge('ggtime', true);
const count = new Counter('c1');
const countTime = new Counter('c2', true);
const rate = new Rate('rr');
new Counter('unused_c');
new Gauge('unused_g');
new Rate('unused_r');

export const options = {
  scenarios: { only: { executor: 'shared-iterations', vus: 1, iterations: 3 } },
  systemTags: ['group', 'scenario', 'check'],
  summaryTrendStats: ['avg', 'count', 'p(99.9)', 'p(50)', 'max'],
  thresholds: {
    'tt{a:xyzxyzxyzxyzxyzxyz,b:2}': ['p(99)<5', 'p(12.345)<1', 'avg>=0.1'],
    'tt{ c : "x" }': ['max<1'],
    unused_c: ['count<1', 'rate<1'],
    unused_g: ['value<3'],
    unused_r: ['rate<1'],
    'unused_r{x:y}': ['rate>0.5'],
    ttime: ['p(95)<3', 'max<1'],
    'ggtime{z:1}': ['value<1'],
    c2: ['count<1'],
    'http_req_duration{x:y}': ['avg<1'],
    'http_reqs{x:y}': ['count<1'],
  },
};

const times = [
  4e-7, 0.00012345, 0.5, 1.005, 999.999, 1000, 59999.99, 60000, 3599999, 3600000, 90061001.5,
];

export default function () {
  for (const value of [0.0001234567, 123456789.123456789, 1e21, 3]) {
    plain.add(value);
    plain.add(value, { a: 'xyzxyzxyzxyzxyzxyz', b: '2' });
    level.add(value);
    levelTime.add(value, { z: '1' });
  }
  times.forEach((value) => time.add(value));
  count.add(12345.678);
  countTime.add(0.25);
  rate.add(__ITER === 0);
  check(1, { '→ a': () => true, b: () => __ITER > 0 });
}
