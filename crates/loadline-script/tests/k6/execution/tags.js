// Tags of a user: set, read, deleted; odd values refused.
// expect exit 0
// expect checks 7 passed, 0 failed
import { check } from 'k6';
import exec from 'k6/execution';
import { Counter } from 'k6/metrics';

const own = new Counter('own_samples');
export const options = { thresholds: { 'own_samples{stage:one}': ['count==1'], 'own_samples{stage:2}': ['count==1'], 'own_samples{stage:true}': ['count==1'], own_samples: ['count==4'] } };

export default function () {
  exec.vu.tags.stage = 'one';
  own.add(1);
  check(exec.vu.tags.stage, { 'text': (v) => v === 'one' });
  exec.vu.metrics.tags.stage = 2;
  own.add(1);
  check(exec.vu.tags.stage, { 'number': (v) => String(v) === '2' });
  exec.vu.tags.stage = true;
  own.add(1);
  check(exec.vu.tags.stage, { 'boolean': (v) => String(v) === 'true' });
  delete exec.vu.tags.stage;
  own.add(1);
  check(exec.vu.tags, { 'deleted': (v) => v.stage === undefined && !('stage' in v) });
  let said = '';
  try { exec.vu.metrics.tags.stage = { a: 1 }; } catch (e) { said = String(e); }
  check(said, { 'an object is refused': (v) => v !== '' });
  exec.vu.metrics.metadata.trace = 'abc';
  check(exec.vu.metrics.metadata.trace, { 'metadata': (v) => v === 'abc' });
  delete exec.vu.metrics.metadata.trace;
  check(exec.vu.metrics.metadata.trace, { 'no metadata': (v) => v === undefined });
}
