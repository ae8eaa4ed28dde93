// setup and teardown make requests; their samples are in groups of their own.
// expect exit 0
// expect checks 2 passed, 0 failed
import { check } from 'k6';
import exec from 'k6/execution';
import http from 'k6/http';

export const options = { thresholds: { 'http_reqs{group:::setup}': ['count==1'], 'http_reqs{group:::teardown}': ['count==1'], http_reqs: ['count==2'] } };

export function setup() { return http.get(`${__ENV.HTTP}/get?a=1`).json('args'); }
export default function (data) { check(data, { 'what it got': (d) => d.a === '1' }); }
export function teardown() { check(http.get(`${__ENV.HTTP}/get`), { 'sent': (r) => r.status === 200 }); }
