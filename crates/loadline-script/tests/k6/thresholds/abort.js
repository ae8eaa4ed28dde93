// A threshold that ends the run.
// expect exit 99
// expect console stopping test prematurely
import { sleep } from 'k6';
import { Counter } from 'k6/metrics';

const errors = new Counter('own_errors');
export const options = {
  vus: 1,
  duration: '30s',
  thresholds: { own_errors: [{ threshold: 'count<3', abortOnFail: true }] },
};

export default function () { errors.add(1); sleep(0.1); }
