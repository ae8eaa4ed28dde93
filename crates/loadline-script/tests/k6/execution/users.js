// Users have numbers, iterations are counted for each and for all.
// run with --iterations 6 --vus 3
// expect exit 0
// expect checks 18 passed, 0 failed
import { check, sleep } from 'k6';
import exec from 'k6/execution';

export default function () {
  check(exec, {
    'number of the user': (e) => e.vu.idInTest >= 1 && e.vu.idInTest <= 3 && e.vu.idInTest === __VU,
    'number of the iteration': (e) => e.scenario.iterationInTest >= 0 && e.scenario.iterationInTest < 6,
    'own iterations': (e) => e.vu.iterationInInstance === __ITER && e.vu.iterationInScenario === __ITER,
  });
  sleep(0.1);
}
