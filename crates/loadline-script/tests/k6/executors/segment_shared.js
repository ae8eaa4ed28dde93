// A third of shared iterations and of a rate.
// run with --execution-segment=1/3:2/3
// expect exit 0
export const options = {
  scenarios: {
    shared: { executor: 'shared-iterations', vus: 3, iterations: 9 },
    rate: { executor: 'constant-arrival-rate', rate: 30, duration: '1s', preAllocatedVUs: 3 },
  },
  thresholds: { 'iterations{scenario:shared}': ['count==3'], 'iterations{scenario:rate}': ['count>=9', 'count<=11'] },
};

export default function () {}
