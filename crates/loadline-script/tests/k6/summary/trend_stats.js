// summaryTrendStats chooses the columns, summaryTimeUnit the unit.
// run with --summary-trend-stats=avg,p(99.9),count --summary-time-unit=ms
// expect exit 0
// expect output avg=1500.00ms p(99.9)=1500.00ms count=1
import { Trend } from 'k6/metrics';

const spread = new Trend('own_spread', true);

export default function () { spread.add(1500); }
