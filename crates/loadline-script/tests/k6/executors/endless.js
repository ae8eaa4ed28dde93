// An endless loop is ended with the run.
// expect exit 0
export const options = {
  scenarios: { one: { executor: 'constant-vus', vus: 1, duration: '1s', gracefulStop: '100ms' } },
  thresholds: { iterations: ['count==0'] },
};

export default function () { for (;;) { /* until it is interrupted */ } }
