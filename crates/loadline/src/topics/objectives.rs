//! How a promise is written.

use super::topic::table;

const EXAMPLES: [(&str, &str); 9] = [
    ("http p95 < 200ms where class = simple", "95 of 100 requests of that class took less"),
    ("http errors < 0.1%", "fewer than one request in a thousand failed"),
    ("http rate >= 1000/s", "that many were finished per second, over the whole run"),
    ("http p99 < 1s over 30s", "it held in every stretch of 30 seconds"),
    ("cpu < 90% for 5m", "it was never at 90% or above for five minutes without a break"),
    ("memory growth < 10%", "the line through all readings rose by less than a tenth"),
    (
        "sql p95 < 100ms where class = simple",
        "as the database's log has them: reads from one table",
    ),
    ("lag < 10s", "the slowest replica was behind by less, on average"),
    ("orders_placed rate > 5/s", "any scraped series, by its own name"),
];

const FORM: &str = "\
An objective is one sentence, the same in loadline.yaml, on the command line, in a report and in an alert:

  metric [statistic] comparison quantity [for TIME] [over TIME] [where TAG = VALUE [and TAG = VALUE …]]

statistic   avg, min, med, max, p50 … p99.99, count, rate, growth, value; left out, the metric's own
comparison  <  <=  >  >=  ==
quantity    200ms, 2s, 0.1%, 1000/s, 12GB, 1GB/min, 100
for         broken only when it fails that long without a break
over        holds in every stretch of that length
where       counts only series with these tags: class, name, method, status, error, load, source

";

pub(super) fn text() -> String {
    format!("{FORM}{}\nWhat a promise may speak of: loadline help metrics\n", table(&EXAMPLES))
}
