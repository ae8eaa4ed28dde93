// Values and names that no metric takes.
// expect exit 0
// expect checks 8 passed, 0 failed
import { check } from 'k6';
import { Counter, Gauge, Trend } from 'k6/metrics';

const said = (action) => { try { return String(action()); } catch (e) { return `threw ${e}`; } };
const names = ['', 'a b', '1st', 'a-b'].map((name) => said(() => new Counter(name)));
const first = new Trend('own_metric');
const twice = said(() => new Counter('own_metric'));
const again = said(() => new Trend('own_metric').name);

export default function () {
  check(null, {
    'no name': () => names[0].startsWith('threw'),
    'a space': () => names[1].startsWith('threw'),
    'a digit first': () => names[2].startsWith('threw'),
    'a dash': () => names[3].startsWith('threw'),
    'another kind of the same name': () => twice.startsWith('threw'),
    'the same again': () => again === 'own_metric',
    'text as a value': () => first.add('many') === false,
    'no metric outside of init': () => said(() => new Gauge('too_late')).startsWith('threw'),
  });
}
