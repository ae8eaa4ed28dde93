// A rate for another unit of time.
// expect exit 0
export const options = {
  scenarios: { one: { executor: 'constant-arrival-rate', rate: 300, timeUnit: '30s', duration: '1s', preAllocatedVUs: 3 } },
  thresholds: { iterations: ['count>=10', 'count<=11'] },
};

export default function () {}
