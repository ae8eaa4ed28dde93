// A setup that takes too long.
// expect exit 100
// expect console setup
import { sleep } from 'k6';

export const options = { setupTimeout: '1s' };
export function setup() { sleep(20); }
export default function () {}
