// Response times of an arrival rate, free of coordinated omission.
// expect exit 0
// expect metrics http_req_duration, http_req_corrected_duration
// expect output http_req_corrected_duration
import http from 'k6/http';

export const options = { scenarios: { one: { executor: 'constant-arrival-rate', rate: 10, duration: '1s', preAllocatedVUs: 2 } } };

export default function () { http.get(`${__ENV.HTTP}/get`); }
