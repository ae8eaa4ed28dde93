// The four kinds of metric.
// expect exit 0
// expect checks 5 passed, 0 failed
// expect metrics own_count, own_value, own_share, own_spread, own_time
// expect output own_count
// expect output own_time
import { check } from 'k6';
import { Counter, Gauge, Rate, Trend } from 'k6/metrics';

const count = new Counter('own_count');
const value = new Gauge('own_value');
const share = new Rate('own_share');
const spread = new Trend('own_spread');
const time = new Trend('own_time', true);

export const options = {
  thresholds: {
    own_count: ['count==5', 'rate>0'],
    own_value: ['value==3'],
    own_share: ['rate==0.75'],
    own_spread: ['avg==2', 'min==1', 'max==3', 'med==2', 'p(50)==2'],
    own_time: ['max<=1500'],
  },
};

export default function () {
  const added = [count.add(1), count.add(5), value.add(9), value.add(3)];
  for (const v of [true, 1, true, 0]) share.add(v);
  for (const v of [1, 2, 3]) spread.add(v);
  time.add(1500);
  check(null, {
    'adding says it went well': () => added.every((v) => v === true),
    'name of a counter': () => count.name === 'own_count',
    'name of a trend': () => time.name === 'own_time',
    'a counter takes a negative': () => count.add(-1) === true,
    'text that is a number': () => spread.add('2') === true,
  });
}
