// abort() works in init code, too.
// expect exit 108
// expect console not today
import exec from 'k6/execution';

exec.test.abort('not today');

export default function () {}
