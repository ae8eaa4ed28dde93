// A counter that nobody added to counts nothing.
// expect exit 99
import { Counter } from 'k6/metrics';

const count = new Counter('own_count');
export const options = { thresholds: { own_count: ['count>5'] } };

export default function () { if (Math.random() > 2) count.add(1); }
