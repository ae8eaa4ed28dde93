//! Tests of thresholds: what each expression promises, what a mistake says, when a test ends.

use expect_test::{Expect, expect};
use loadline_core::window::{Aggregate, SeriesKey};
use loadline_core::{Tags, Window};
use serde_json::{Value, json};

use super::{Metric, ThresholdWatch, Thresholds};
use crate::options::{OptionsError, from_script};
use crate::summary::{Contains, MetricKind};

fn metric(name: &str) -> Option<Metric> {
    use Contains::{Default, Time};
    use MetricKind::{Counter, Gauge, Rate, Trend};
    let (kind, contains, series) = match name {
        "http_req_duration" => (Trend, Time, "http_req_duration"),
        "http_reqs" => (Counter, Default, "http_requests"),
        "iterations" => (Counter, Default, "iterations"),
        "dropped_iterations" => (Counter, Default, "dropped_iterations"),
        "checks" => (Rate, Default, "checks"),
        "vus" => (Gauge, Default, "users"),
        "upload" => (Trend, Default, "upload"),
        "received" => (Counter, Default, "received"),
        _ => return None,
    };
    Some(Metric { kind, contains, series: series.to_owned() })
}

fn compiled(thresholds: Value) -> Result<Thresholds, OptionsError> {
    Thresholds::compile(&from_script(&json!({ "thresholds": thresholds }))?, metric)
}

fn check(name: &str, source: &str, expected: Expect) {
    let told = match compiled(json!({ name: [source] })) {
        Ok(thresholds) => {
            thresholds.promises().map(|promise| promise.objective.to_string()).collect()
        }
        Err(error) if error.hint.is_empty() => error.to_string(),
        Err(error) => format!("{error} ({})", error.hint),
    };
    expected.assert_eq(&told);
}

#[test]
fn expressions_become_promises_in_the_units_of_windows() {
    check("http_req_duration", "p(95)<200", expect!["http_req_duration p95 < 200ms"]);
    check("http_req_duration", " max  >=  1.5e3 ", expect!["http_req_duration max >= 1.5s"]);
    check(
        "http_req_duration",
        "p(99.9)<=1000 over 30s",
        expect!["http_req_duration p99.9 <= 1s over 30s"],
    );
    check("http_req_duration", "med!=-1", expect!["http_req_duration med != -0.001"]);
    check(
        "http_req_duration{scenario: \"one\", my-tag:a b}",
        "avg===5",
        expect![[r#"http_req_duration avg == 5ms where "my-tag" = "a b" and scenario = one"#]],
    );
    check(
        "http_req_duration{group:::login}",
        "avg<5 for 10s",
        expect!["http_req_duration avg < 5ms for 10s where group = ::login"],
    );
    check("http_reqs", "count>100", expect!["http_requests count > 100"]);
    check("http_reqs", "rate>100", expect!["http_requests rate > 100/s"]);
    check("checks", "rate>0.9", expect!["checks value > 90%"]);
    check("vus", "value<10", expect!["users value < 10"]);
    check("iterations", "count>=3", expect!["iterations count >= 3"]);
    check("dropped_iterations", "count<1", expect!["dropped_iterations count < 1"]);
}

#[test]
fn a_metric_of_the_script_hides_the_built_in_one_of_objectives() {
    check("upload", "p(95)<5", expect![[r#""upload" p95 < 5"#]]);
    check("received", "count>5", expect![[r#""received" count > 5"#]]);
}

#[test]
fn each_mistake_names_the_threshold_and_what_is_accepted() {
    check(
        "nope",
        "avg<3",
        expect![
            "thresholds.nope: there is no metric `nope` (accepted: k6's own metrics, and those that the script makes at its top level)"
        ],
    );
    check(
        "http_req_duration",
        "count<3",
        expect![
            "thresholds.http_req_duration[0]: `count<3`: a metric of the kind trend has no `count` (accepted: `avg`, `min`, `max`, `med`, `p(N)`)"
        ],
    );
    check(
        "vus",
        "max<3",
        expect![
            "thresholds.vus[0]: `max<3`: a metric of the kind gauge has no `max` (accepted: `value`)"
        ],
    );
    check(
        "checks",
        "value<3",
        expect![
            "thresholds.checks[0]: `value<3`: a metric of the kind rate has no `value` (accepted: `rate`)"
        ],
    );
    check(
        "http_req_duration",
        "p95<3",
        expect![
            "thresholds.http_req_duration[0]: `p95<3`: `p95` is not a figure of a metric (an expression reads like `p(95)<200`, `rate<0.01`, `count>100`, and may end with ` over 30s` or ` for 30s`)"
        ],
    );
    check(
        "http_req_duration",
        "p(101)<3",
        expect![
            "thresholds.http_req_duration[0]: `p(101)<3`: `101` is not a percentile: it takes a number from 0 to 100 (an expression reads like `p(95)<200`, `rate<0.01`, `count>100`, and may end with ` over 30s` or ` for 30s`)"
        ],
    );
}

#[test]
fn an_expression_that_cannot_be_read_says_what_is_wrong_with_it() {
    check(
        "http_req_duration",
        "avg",
        expect![
            "thresholds.http_req_duration[0]: `avg`: it compares with nothing (an expression reads like `p(95)<200`, `rate<0.01`, `count>100`, and may end with ` over 30s` or ` for 30s`)"
        ],
    );
    check(
        "http_req_duration",
        "avg=<3",
        expect![
            "thresholds.http_req_duration[0]: `avg=<3`: its comparison is none of `<`, `<=`, `>`, `>=`, `==`, `===`, `!=` (an expression reads like `p(95)<200`, `rate<0.01`, `count>100`, and may end with ` over 30s` or ` for 30s`)"
        ],
    );
    check(
        "http_req_duration",
        "avg<",
        expect![
            "thresholds.http_req_duration[0]: `avg<`: it has no number to compare with (an expression reads like `p(95)<200`, `rate<0.01`, `count>100`, and may end with ` over 30s` or ` for 30s`)"
        ],
    );
    check(
        "http_req_duration",
        "avg<3ms",
        expect![
            "thresholds.http_req_duration[0]: `avg<3ms`: `3ms` is not a number (an expression reads like `p(95)<200`, `rate<0.01`, `count>100`, and may end with ` over 30s` or ` for 30s`)"
        ],
    );
    check(
        "http_req_duration",
        "avg<3 over",
        expect![
            "thresholds.http_req_duration[0]: `avg<3 over`: `over` has no time behind it (an expression reads like `p(95)<200`, `rate<0.01`, `count>100`, and may end with ` over 30s` or ` for 30s`)"
        ],
    );
    check(
        "http_req_duration",
        "avg<3 after 5s",
        expect![
            "thresholds.http_req_duration[0]: `avg<3 after 5s`: `after` does not belong there (an expression reads like `p(95)<200`, `rate<0.01`, `count>100`, and may end with ` over 30s` or ` for 30s`)"
        ],
    );
}

#[test]
fn a_part_of_a_metric_that_cannot_be_read_says_so() {
    check(
        "http_req_duration{",
        "avg<3",
        expect![
            "thresholds.http_req_duration{: its tags do not end with `}` (a part of a metric reads like `http_req_duration{scenario:one,status:200}`)"
        ],
    );
    check(
        "http_req_duration{}",
        "avg<3",
        expect![
            "thresholds.http_req_duration{}: `` is not a tag with its value (a part of a metric reads like `http_req_duration{scenario:one,status:200}`)"
        ],
    );
    check(
        "http_req_duration{a}",
        "avg<3",
        expect![
            "thresholds.http_req_duration{a}: `a` is not a tag with its value (a part of a metric reads like `http_req_duration{scenario:one,status:200}`)"
        ],
    );
    check(
        "http_req_duration{a:b}c",
        "avg<3",
        expect![
            "thresholds.http_req_duration{a:b}c: its tags do not end with `}` (a part of a metric reads like `http_req_duration{scenario:one,status:200}`)"
        ],
    );
}

fn second(at: i64, metric: &str, count: f64) -> Window {
    let mut window = Window::new(at * 1_000, 1_000);
    window.series.insert(SeriesKey::new(metric, Tags::default()), Aggregate::Counter(count));
    window
}

#[test]
fn a_crossed_threshold_ends_the_test_when_it_is_looked_at_and_its_delay_is_over() {
    let thresholds = compiled(json!({
        "dropped_iterations": [{"threshold": "count<3", "abortOnFail": true, "delayAbortEval": "3s"}],
        "http_reqs": [{"threshold": "count>0", "abortOnFail": true}],
        "iterations": ["count<1"],
    }))
    .unwrap();
    let mut watch = ThresholdWatch::new(thresholds);
    let mut ended = |at| {
        let window = second(at, "dropped_iterations", 2.0);
        watch.observe(&window).map(|threshold| threshold.source.clone())
    };
    let seconds: Vec<_> = (0..5).map(&mut ended).collect();
    assert_eq!(seconds, [None, None, None, Some("count<3".to_owned()), None]);
}

#[test]
fn results_are_gathered_by_metric() {
    let thresholds = compiled(json!({"iterations": ["count>1", "count>9"], "checks": ["rate>1"]}));
    let mut watch = ThresholdWatch::new(thresholds.unwrap());
    watch.observe(&second(0, "iterations", 5.0));
    let results = watch.thresholds().results(&watch.verdicts());
    let oks = |metric| results[metric].iter().map(|result| result.is_ok).collect::<Vec<_>>();
    assert_eq!(oks("iterations"), [true, false]);
    assert_eq!(oks("checks"), [true]);
}
