// Texts that need quoting, and numbers of every size.
import { Trend } from 'k6/metrics';

const waits = new Trend('waits', true);
const numbers = [
  5, 0, 1e6, 1234567, 123456.7, 999999, 1e20, 1e21, 1e-5, 0.0001, 1e-7, 123456789012, 0.1 + 0.2, 1e15,
  12345678.9,
];

export const options = {
  systemTags: ['scenario', 'vu', 'iter', 'name', 'group'],
  thresholds: { 'waits{page:<x>&"q"}': ['p(95)<5'], waits: ['avg>1 '] },
};

export default function () {
  waits.add(1, { page: '<x>&"q"' });
  waits.add(2, { text: 'tab\t newline\n \u2028 ü \u0001 / \\ \u007f' });
  waits.add(3, { text: 'a,b;c' });
  waits.add(4, { name: ' begins with a blank' });
  numbers.forEach((number) => waits.add(number));
}
