// Functions of scenarios get the data of setup.
// expect exit 0
// expect checks 2 passed, 0 failed
import { check } from 'k6';

export const options = { scenarios: { one: { executor: 'per-vu-iterations', exec: 'work' }, two: { executor: 'per-vu-iterations', exec: 'later' } } };

export function setup() { return [7]; }
export function work(data) { check(data, { 'data': (d) => d[0] === 7 }); }
export const later = (data) => check(data, { 'to an arrow, too': (d) => d[0] === 7 });
