// A threshold on a metric that is not there.
// expect exit 104
// expect console no_such_metric
export const options = { thresholds: { no_such_metric: ['count>1'] } };
export default function () {}
