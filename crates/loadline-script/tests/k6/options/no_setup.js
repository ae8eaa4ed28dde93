// setup and teardown may be left out.
// run with --no-setup --no-teardown
// expect exit 0
// expect checks 1 passed, 0 failed
// expect no console prepared
// expect no console torn down
import { check } from 'k6';

export function setup() { console.log('prepared'); return 1; }
export default function (data) { check(data, { 'no data': (v) => v === null || v === undefined }); }
export function teardown() { console.log('torn down'); }
