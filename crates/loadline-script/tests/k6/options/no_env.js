// The system's environment may be kept out.
// run with --include-system-env-vars=false -e GIVEN=1
// expect exit 0
// expect checks 2 passed, 0 failed
import { check } from 'k6';

export default function () {
  check(__ENV, { 'none of the system': (e) => e.PATH === undefined, 'those given': (e) => e.GIVEN === '1' });
}
