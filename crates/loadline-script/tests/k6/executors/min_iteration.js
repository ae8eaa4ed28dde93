// minIterationDuration makes iterations last.
// run with --vus 1 --iterations 3
// expect exit 0
export const options = { minIterationDuration: '200ms', thresholds: { iteration_duration: ['max<150'] } };

export default function () {}

export function teardown() {
  console.log('after');
}
