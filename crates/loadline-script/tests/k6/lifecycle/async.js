// setup, the iteration and teardown may be async.
// expect exit 0
// expect checks 2 passed, 0 failed
import { check } from 'k6';

export async function setup() { return await Promise.resolve({ a: 1 }); }
export default async function (data) { await null; check(data, { 'data': (d) => d.a === 1 }); }
export async function teardown(data) { await null; check(data, { 'data': (d) => d.a === 1 }); }
