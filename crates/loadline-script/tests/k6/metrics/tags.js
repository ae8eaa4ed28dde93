// Tags of own samples, and thresholds on them.
// expect exit 0
// expect metrics own_errors
import { Counter } from 'k6/metrics';

const errors = new Counter('own_errors');

export const options = {
  thresholds: { 'own_errors{kind:a}': ['count==2'], 'own_errors{kind:b}': ['count==1'], 'own_errors{kind:c}': ['count==0'], own_errors: ['count==4'] },
};

export default function () {
  errors.add(2, { kind: 'a' });
  errors.add(1, { kind: 'b', more: 7 });
  errors.add(1);
}
