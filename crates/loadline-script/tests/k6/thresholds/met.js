// Every way of stating a threshold that is met.
// expect exit 0
// expect output ✓ 'p(95)<=90'
// expect output ✓ 'rate>0.5'
import { Counter, Gauge, Rate, Trend } from 'k6/metrics';

const [count, value, share, spread] = [new Counter('own_count'), new Gauge('own_value'), new Rate('own_share'), new Trend('own_spread')];
export const options = {
  thresholds: {
    own_count: ['count===7', 'count!=8', ' count >= 7 ', 'rate>0'],
    own_value: ['value==4', 'value<5'],
    own_share: ['rate>0.5', 'rate<=0.75', 'rate!=1'],
    own_spread: ['avg==50', 'min==10', 'max==90', 'med==50', 'p(95)<=90', 'p(99.9)>80', 'p(0)==10', 'p(100)==90', 'p(25)==30'],
    'own_count{kind:a}': ['count==3'],
    'own_count{kind:a,size:b}': ['count==1'],
    'own_count{ kind : "a" }': ['count==3'],
    own_count_none: [],
  },
};
delete options.thresholds.own_count_none;
delete options.thresholds['own_count{ kind : "a" }'];

export default function () {
  count.add(4);
  count.add(2, { kind: 'a' });
  count.add(1, { kind: 'a', size: 'b' });
  value.add(4);
  for (const v of [1, 1, 1, 0]) share.add(v);
  for (const v of [10, 30, 50, 70, 90]) spread.add(v);
}
