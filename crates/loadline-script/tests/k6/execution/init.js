// In init code only the options are known.
// expect exit 0
// expect checks 4 passed, 0 failed
import { check } from 'k6';
import exec from 'k6/execution';

const said = (action) => { try { return String(action()); } catch (e) { return `threw ${e}`; } };
const seen = [said(() => exec.scenario.name), said(() => exec.instance.vusActive), said(() => __ITER), said(() => exec.vu.tags.a)];

export default function () {
  check(seen, {
    'no scenario': (v) => v[0].startsWith('threw'),
    'no instance': (v) => v[1].startsWith('threw'),
    'no iteration': (v) => v[2].startsWith('threw'),
    'no tags': (v) => v[3].startsWith('threw'),
  });
}
