// What was not measured is not missed, unless it is a count.
// expect exit 0
import { Counter, Rate, Trend } from 'k6/metrics';

const [spread, share, count] = [new Trend('own_spread'), new Rate('own_share'), new Counter('own_count')];
export const options = { thresholds: { own_spread: ['p(95)<1', 'max<1'], own_share: ['rate<0.1'], own_count: ['count<5'] } };

export default function () { if (Math.random() > 2) { spread.add(1); share.add(1); count.add(1); } }
