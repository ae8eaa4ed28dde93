// No script catches an abort.
// expect exit 108
// expect no console swallowed
import exec from 'k6/execution';

export default function () {
  try { exec.test.abort(); } catch (e) { console.log('swallowed'); }
}
