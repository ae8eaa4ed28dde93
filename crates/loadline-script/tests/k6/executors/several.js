// Scenarios side by side: functions, start times, environments and tags of their own.
// expect exit 0
// expect checks 5 passed, 0 failed
import { check } from 'k6';
import exec from 'k6/execution';

export const options = {
  scenarios: {
    first: { executor: 'per-vu-iterations', vus: 2, iterations: 1, exec: 'first', env: { WHO: 'one' }, tags: { part: 'a' } },
    second: { executor: 'shared-iterations', vus: 1, iterations: 2, exec: 'second', startTime: '500ms', env: { WHO: 'two' } },
    third: { executor: 'per-vu-iterations', startTime: '200ms' },
  },
  thresholds: { 'iterations{scenario:first}': ['count==2'], 'iterations{scenario:second}': ['count==2'], 'iterations{part:a}': ['count==2'], iterations: ['count==5'] },
};

export function first() { check(__ENV.WHO, { 'of the first': (v) => v === 'one' && exec.scenario.name === 'first' }); }
export function second() { check(__ENV.WHO, { 'of the second': (v) => v === 'two' && exec.instance.currentTestRunDuration >= 450 }); }
export default function () { check(__ENV.WHO, { 'of none': (v) => v === undefined && exec.scenario.name === 'third' }); }
