// handleSummary has everything and decides what is written.
// expect exit 0
// expect output kind counter
// expect output checks 1 of 2
// expect output trend keys avg,min,med,max,p(90),p(95)
// expect output threshold true
// expect output group inner
// expect output setup 5
// expect no output data_received...
// expect console to the other stream
import { check, group } from 'k6';
import { Counter, Gauge, Rate, Trend } from 'k6/metrics';

const [count, value, share, spread] = [new Counter('own_count'), new Gauge('own_value'), new Rate('own_share'), new Trend('own_spread', true)];
export const options = { thresholds: { own_count: ['count==3'] } };

export function setup() { return { n: 5 }; }

export default function () {
  count.add(3);
  value.add(7);
  share.add(1);
  spread.add(100);
  group('outer', () => group('inner', () => check(null, { good: true })));
  check(null, { bad: false });
}

export function handleSummary(data) {
  const m = data.metrics;
  const lines = [
    `kind ${m.own_count.type} ${m.own_count.contains} ${m.own_count.values.count} ${typeof m.own_count.values.rate}`,
    `gauge ${m.own_value.values.value} ${m.own_value.values.min} ${m.own_value.values.max}`,
    `rate ${m.own_share.values.rate} ${m.own_share.values.passes} ${m.own_share.values.fails}`,
    `checks ${m.checks.values.passes} of ${m.checks.values.passes + m.checks.values.fails}`,
    `trend keys ${Object.keys(m.own_spread.values).sort((a, b) => ['avg', 'min', 'med', 'max', 'p(90)', 'p(95)'].indexOf(a) - ['avg', 'min', 'med', 'max', 'p(90)', 'p(95)'].indexOf(b))}`,
    `contains ${m.own_spread.contains}`,
    `threshold ${m.own_count.thresholds['count==3'].ok}`,
    `group ${data.root_group.groups[0].groups[0].name} ${data.root_group.groups[0].groups[0].path} ${data.root_group.groups[0].groups[0].checks[0].name} ${data.root_group.groups[0].groups[0].checks[0].passes}`,
    `root ${data.root_group.name}|${data.root_group.path}|${data.root_group.id}|${data.root_group.checks[0].fails}`,
    `setup ${data.setup_data.n}`,
    `state ${typeof data.state.testRunDurationMs} ${data.state.isStdOutTTY} ${data.state.isStdErrTTY}`,
    `options ${data.options.summaryTrendStats.length} ${data.options.noColor}`,
  ];
  return { stdout: `${lines.join('\n')}\n`, stderr: 'to the other stream\n' };
}
