// A teardown that takes too long.
// expect exit 101
// expect console teardown
import { sleep } from 'k6';

export const options = { teardownTimeout: '1s' };
export default function () {}
export function teardown() { sleep(20); }
