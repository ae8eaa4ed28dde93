// What a script knows of its run.
// expect exit 0
// expect checks 19 passed, 0 failed
import { check } from 'k6';
import exec from 'k6/execution';

export default function () {
  check(exec, {
    'scenario name': (e) => e.scenario.name === 'default',
    'executor': (e) => e.scenario.executor === 'per-vu-iterations' || e.scenario.executor === 'shared-iterations',
    'start time': (e) => Math.abs(Date.now() - e.scenario.startTime) < 5000,
    'progress': (e) => e.scenario.progress >= 0 && e.scenario.progress <= 1,
    'iteration of the scenario': (e) => e.scenario.iterationInInstance === 0 && e.scenario.iterationInTest === 0,
    'iterations completed': (e) => e.instance.iterationsCompleted === 0,
    'iterations interrupted': (e) => e.instance.iterationsInterrupted === 0,
    'users active': (e) => e.instance.vusActive === 1,
    'users initialised': (e) => e.instance.vusInitialized === 1,
    'time of the run': (e) => e.instance.currentTestRunDuration >= 0 && e.instance.currentTestRunDuration < 5000,
    'user': (e) => e.vu.idInInstance === 1 && e.vu.idInTest === 1,
    'iteration of the user': (e) => e.vu.iterationInInstance === 0 && e.vu.iterationInScenario === 0,
    'tags': (e) => e.vu.tags.scenario === 'default',
    'globals': () => __VU === 1 && __ITER === 0,
    'own properties': (e) => Object.keys(e.scenario).length >= 6,
    'tags are an object': (e) => JSON.parse(JSON.stringify(e.vu.tags)).group === '',
    'metric tags are the same': (e) => e.vu.metrics.tags.scenario === 'default',
    'options': (e) => e.test.options.vus === 1 || e.test.options.vus === null || e.test.options.vus === undefined,
    'options have defaults': (e) => e.test.options.summaryTrendStats.includes('avg'),
  });
}
