// What the script sees of its options.
// expect exit 0
// expect checks 15 passed, 0 failed
import { check } from 'k6';
import exec from 'k6/execution';

export const options = {
  scenarios: { one: { executor: 'per-vu-iterations', maxDuration: '1m30s' } },
  batch: 3,
  maxRedirects: 2,
  tags: { a: 'b' },
  thresholds: { iterations: [{ threshold: 'count>=0', abortOnFail: false }] },
  setupTimeout: '10s',
  summaryTrendStats: ['avg', 'p(99)'],
};

export default function () {
  check(exec.test.options, {
    'scenario': (o) => o.scenarios.one.executor === 'per-vu-iterations',
    'what the scenario does not say': (o) => o.scenarios.one.vus === null && o.scenarios.one.iterations === null,
    'what it says': (o) => o.scenarios.one.maxDuration === '1m30s',
    'batch': (o) => o.batch === 3,
    'what nobody says': (o) => o.batchPerHost === null,
    'redirects': (o) => o.maxRedirects === 2,
    'tags': (o) => o.tags.a === 'b',
    'thresholds': (o) => o.thresholds.iterations.length === 1 && o.thresholds.iterations[0] === 'count>=0',
    'trend stats': (o) => o.summaryTrendStats.join() === 'avg,p(99)',
    'system tags': (o) => o.systemTags.includes('method') && !o.systemTags.includes('vu'),
    'no cookies reset by default': (o) => o.noCookiesReset === null || o.noCookiesReset === false,
    'setup timeout': (o) => o.setupTimeout !== undefined,
    'shortcuts are no options': (o) => o.vus === undefined && o.iterations === undefined,
    'discarding': (o) => !o.discardResponseBodies,
    'throwing': (o) => !o.throw,
  });
}
