// A constant rate whose requests carry one of fifty tags, each with a threshold that keeps its series apart.
import http from 'k6/http';
import { check } from 'k6';
import exec from 'k6/execution';

const SERIES = 50;

const thresholds = {};
for (let place = 0; place < SERIES; place += 1) {
  thresholds[`http_req_duration{endpoint:e${place}}`] = ['p(99)<60000'];
}

export const options = {
  thresholds,
  scenarios: {
    steady: {
      executor: 'constant-arrival-rate',
      rate: Number(__ENV.RATE),
      timeUnit: '1s',
      duration: __ENV.DURATION,
      preAllocatedVUs: 100,
      maxVUs: 100,
    },
  },
};

export default function () {
  const endpoint = `e${exec.scenario.iterationInTest % SERIES}`;
  const response = http.get(__ENV.URL, { tags: { endpoint } });
  check(response, { 'status is 200': (r) => r.status === 200 }, { endpoint });
}
