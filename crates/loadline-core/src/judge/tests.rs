//! The judge: met, missed and unknown, each for its reason.

use expect_test::{Expect, expect};

use super::*;
use crate::verdict::{Origin, Outcome, Promise, Verdict};
use crate::window::{Aggregate, Gauge, SeriesKey, Share, Tags, Window, names};
use crate::{Histogram, Quantity, trust};

fn promise(sentence: &str) -> Promise {
    Promise { objective: sentence.parse().unwrap(), origin: Origin::CommandLine }
}

fn describe(verdict: &Verdict) -> String {
    let outcome = match &verdict.outcome {
        Outcome::Met => "met".to_owned(),
        Outcome::Missed => "missed".to_owned(),
        Outcome::Unknown(why) => format!("unknown ({})", why.reason()),
    };
    let figure = verdict.figure.map_or_else(|| "–".to_owned(), Quantity::rounded);
    let margin = verdict.margin.map_or_else(|| "–".to_owned(), |m| format!("{:.0}%", m * 100.0));
    let note = verdict.evidence.note.as_deref().unwrap_or_default();
    let objective = &verdict.promise.objective;
    format!("{objective}: {outcome}, {figure}, margin {margin} {note}").trim_end().to_owned()
}

fn check(windows: &[Window], sentences: &[&str], expected: &Expect) {
    let verdicts = judge(sentences.iter().map(|sentence| promise(sentence)), windows);
    let lines: Vec<_> = verdicts.iter().map(|verdict| describe(verdict) + "\n").collect();
    expected.assert_eq(&lines.concat());
}

fn second(at: i64, series: Vec<(&str, &str, Aggregate)>) -> Window {
    let mut window = Window::new(at * 1_000, 1_000);
    for (metric, class, aggregate) in series {
        let tags = if class.is_empty() { Tags::default() } else { Tags::new([("class", class)]) };
        window.series.insert(SeriesKey::new(metric, tags), aggregate);
    }
    window
}

/// `count` requests of `ms` each, `failed` of them failed.
fn requests(class: &str, ms: f64, count: u64, failed: u64) -> Vec<(&'static str, &str, Aggregate)> {
    let mut times = Histogram::new();
    (0..count).for_each(|_| times.record(ms / 1_000.0));
    vec![
        (names::RESPONSE_TIME, class, Aggregate::Histogram(times)),
        (names::HTTP_REQUESTS, class, Aggregate::Counter(count as f64)),
        (names::HTTP_ERRORS, class, Aggregate::Share(Share { hits: failed, total: count })),
    ]
}

fn gauges(metric: &'static str, levels: &[f64]) -> Vec<Window> {
    let gauge = |level: &f64| Aggregate::Gauge(Gauge::reading(*level));
    let window = |(at, level)| second(at as i64, vec![(metric, "", gauge(level))]);
    levels.iter().enumerate().map(window).collect()
}

#[test]
fn a_run_is_held_against_each_kind_of_promise() {
    let windows: Vec<_> = (0..10)
        .map(|at| {
            let mut both = requests("simple", 20.0, 90, 0);
            both.extend(requests("bulk", 400.0, 10, 1));
            second(at, both)
        })
        .collect();
    check(
        &windows,
        &[
            "http p50 < 30ms",
            "http p95 < 200ms",
            "http p95 < 200ms where class = simple",
            "http p95 < 200ms where class = upload",
            "http errors < 0.1%",
            "http errors <= 1%",
            "http rate >= 100/s",
            "http rate > 100/s",
            "http count >= 1000",
            "uptime >= 99.9% over 30d",
            "cpu avg < 70%",
            "http p95 < 500ms over 5s",
            "http p95 < 500ms over 1m",
            "my_own_metric < 5",
        ],
        &expect![[r#"
            http p50 < 30ms: met, 20ms, margin 33%
            http p95 < 200ms: missed, 400ms, margin -100%
            http p95 < 200ms where class = simple: met, 20ms, margin 90%
            http p95 < 200ms where class = upload: unknown (nothing with that name and those tags was measured), –, margin –
            http errors < 0.1%: missed, 1%, margin -900%
            http errors <= 1%: met, 1%, margin 0%
            http rate >= 100/s: met, 100/s, margin 0%
            http rate > 100/s: missed, 100/s, margin 0%
            http count >= 1000: met, 1000, margin 0%
            uptime >= 99.9% over 30d: unknown (a load test cannot measure it; it takes a standing watch over production), –, margin –
            cpu avg < 70%: unknown (needs readings from the machine or process under load), –, margin –
            http p95 < 500ms over 5s: met, 400ms, margin 20%
            http p95 < 500ms over 1m: unknown (needs 1m of measurement, has 10s), –, margin –
            my_own_metric < 5: unknown (nothing with that name and those tags was measured), –, margin –
        "#]],
    );
}

#[test]
fn a_run_whose_every_request_failed_meets_nothing() {
    check(
        &[second(0, requests("", 1.0, 50, 50))],
        &["http p95 < 200ms", "http rate > 10/s", "http errors < 100%"],
        &expect![[r#"
            http p95 < 200ms: unknown (every request failed), –, margin –
            http rate > 10/s: unknown (every request failed), –, margin –
            http errors < 100%: missed, 100%, margin 0%
        "#]],
    );
}

#[test]
fn a_request_that_the_generator_could_not_send_is_held_against_the_generator() {
    let mut window = second(0, requests("", 1.0, 50, 0));
    let tags = || Tags::new([(names::TAG_ERROR, "generator")]);
    let (count, share) = (Aggregate::Counter(2.0), Share { hits: 2, total: 2 });
    window.series.insert(SeriesKey::new(names::HTTP_REQUESTS, tags()), count);
    window.series.insert(SeriesKey::new(names::HTTP_ERRORS, tags()), Aggregate::Share(share));
    let findings = trust::findings(&judge(trust::promises(), &[window]));
    let evidence: Vec<_> = findings.iter().map(|finding| &*finding.evidence).collect();
    assert_eq!(evidence, ["`http rate count < 1 where error = generator`, measured 2"]);
}

#[test]
fn a_duration_counts_only_failure_without_a_break() {
    let broken_twice = [50.0, 95.0, 95.0, 50.0, 95.0, 95.0].map(|percent| percent / 100.0);
    check(
        &gauges("cpu", &broken_twice),
        &["cpu < 90% for 3s", "cpu < 90% for 2s", "cpu < 90% for 1m"],
        &expect![[r#"
            cpu < 90% for 3s: met, 80%, margin – broken for 2s at the longest
            cpu < 90% for 2s: missed, 80%, margin – broken for 2s at the longest
            cpu < 90% for 1m: unknown (needs 1m of measurement, has 6s), –, margin – broken for 2s at the longest
        "#]],
    );
}

#[test]
fn growth_is_the_rise_of_the_line_through_all_windows() {
    let leak: Vec<f64> = (0..100).map(|at| 0.50 + 0.001 * f64::from(at)).collect();
    let noise: Vec<f64> = (0..100).map(|at| 0.50 + if at == 99 { 0.2 } else { 0.0 }).collect();
    check(
        &gauges("memory", &leak),
        &["memory growth < 10%", "memory growth < 20%"],
        &expect![[r#"
            memory growth < 10%: missed, 19.8%, margin -98%
            memory growth < 20%: met, 19.8%, margin 1%
        "#]],
    );
    check(
        &gauges("memory", &noise),
        &["memory growth < 10%"],
        &expect![[r#"
        memory growth < 10%: met, 2.37%, margin 76%
    "#]],
    );
    check(
        &gauges("memory", &leak[..2]),
        &["memory growth < 10%"],
        &expect![[r#"
        memory growth < 10%: unknown (too few readings for this figure), –, margin –
    "#]],
    );
}

#[test]
fn every_stretch_of_the_length_is_judged_and_the_worst_is_shown() {
    let mut windows: Vec<_> = (0..60).map(|at| second(at, requests("", 10.0, 20, 0))).collect();
    (30..33).for_each(|at| windows[at] = second(at as i64, requests("", 900.0, 20, 0)));
    check(
        &windows,
        &["http p90 < 200ms", "http p90 < 200ms over 10s", "http p90 < 200ms over 40s"],
        &expect![[r#"
            http p90 < 200ms: met, 10ms, margin 95%
            http p90 < 200ms over 10s: missed, 900ms, margin -350%
            http p90 < 200ms over 40s: met, 10ms, margin 95%
        "#]],
    );
}

#[test]
fn a_sliding_stretch_equals_the_merge_of_its_windows() {
    let mut sliding = sliding::Sliding::new(7_000);
    for at in 0..50u64 {
        let one = Aggregate::Counter(at as f64);
        let whole = sliding.push(1_000, Some(&one));
        let Some((Some(Aggregate::Counter(sum)), covered_ms)) = whole else {
            assert!(at < 6, "full from the seventh on");
            continue;
        };
        assert_eq!((sum, covered_ms), ((at - 6..=at).sum::<u64>() as f64, 7_000));
    }
}

#[test]
fn the_generators_own_promises_are_judged_alike() {
    let mut lag = Histogram::new();
    (0..100).for_each(|_| lag.record(0.050));
    let window = second(
        0,
        vec![
            (names::GENERATOR_LAG, "", Aggregate::Histogram(lag)),
            (names::GENERATOR_CPU, "", Aggregate::Gauge(Gauge::reading(0.5))),
        ],
    );
    let verdicts = judge(trust::promises(), [&window]);
    let findings = trust::findings(&verdicts);
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].evidence, "`generator lag p99 < 10ms`, measured 50ms");
    assert!(
        verdicts.iter().all(|verdict| verdict.outcome == Outcome::Missed || !verdict.fails_run())
    );
}

#[test]
fn a_level_is_judged_as_a_share_as_an_amount_and_by_its_growth() {
    use crate::window::watched;
    let mut windows = gauges(watched::MEMORY, &[0.50, 0.51, 0.52]);
    let all = [
        (watched::MEMORY_BYTES, 8e9),
        (watched::NETWORK, 0.3),
        (watched::NETWORK_BYTES_PER_SECOND, 2e8),
        (watched::POOL, 0.9),
        (watched::POOL_IN_USE, 18.0),
        (watched::CONNECTIONS, 20.0),
    ];
    for window in &mut windows {
        for (metric, level) in all {
            let gauge = Aggregate::Gauge(Gauge::reading(level));
            window.series.insert(SeriesKey::bare(metric), gauge);
        }
    }
    check(
        &windows,
        &[
            "memory < 80%",
            "memory < 12GB",
            "memory max < 4GB",
            "memory growth < 10%",
            "network < 70%",
            "network max < 100MB/s",
            "pool < 80%",
            "pool < 20",
            "connections < 100",
            "connections growth < 10%",
            "connections < 80%",
        ],
        &expect![[r#"
            memory < 80%: met, 51%, margin 36%
            memory < 12GB: met, 8GB, margin 33%
            memory max < 4GB: missed, 8GB, margin -100%
            memory growth < 10%: met, 4%, margin 60%
            network < 70%: met, 30%, margin 57%
            network max < 100MB/s: missed, 200MB/s, margin -100%
            pool < 80%: missed, 90%, margin -12%
            pool < 20: met, 18, margin 10%
            connections < 100: met, 20, margin 80%
            connections growth < 10%: met, 0%, margin 100%
            connections < 80%: unknown (needs readings from the database), –, margin –
        "#]],
    );
}

fn threshold(sentence: &str) -> Promise {
    Promise { origin: Origin::Script, ..promise(sentence) }
}

#[test]
fn a_threshold_over_nothing_is_judged_by_zero_and_a_share_of_nothing_holds() {
    let windows = [second(0, requests("simple", 20.0, 10, 10))];
    let sentences = ["visits count > 0", "visits count < 1", "waits p95 < 1s", "kept value > 90%"];
    let verdicts = judge(sentences.map(threshold), &windows);
    let lines: Vec<_> = verdicts.iter().map(|verdict| describe(verdict) + "\n").collect();
    expect![[r#"
        visits count > 0: missed, 0, margin –
        visits count < 1: met, 0, margin 100%
        waits p95 < 1s: met, 0µs, margin 100%
        kept value > 90%: unknown (nothing with that name and those tags was measured), –, margin –
    "#]]
    .assert_eq(&lines.concat());
    assert_eq!(
        verdicts.iter().map(Verdict::fails_run).collect::<Vec<_>>(),
        [true, false, false, false]
    );
}

#[test]
fn a_threshold_counts_requests_that_failed() {
    let windows = [second(0, requests("simple", 20.0, 10, 10))];
    let verdicts = judge([threshold("http_requests count == 10")], &windows);
    assert_eq!(verdicts[0].outcome, Outcome::Met);
}

#[test]
fn figures_of_few_values_are_exact() {
    let mut histogram = Histogram::new();
    [1.0, 2.0, 3.0, 10.0].into_iter().for_each(|value| histogram.record(value));
    let windows = [second(0, vec![("tt", "", Aggregate::Histogram(histogram))])];
    let sentences = [
        "tt p50 == 2.5",
        "tt med == 2.5",
        "tt p33 == 1.99",
        "tt avg == 4",
        "tt min == 1",
        "tt max == 10",
        "tt max != 10.5",
        "tt p0 == 1",
        "tt p100 == 10",
        "tt max != 10",
    ];
    let outcomes = judge(sentences.map(threshold), &windows);
    let missed: Vec<_> = outcomes
        .iter()
        .filter(|verdict| verdict.outcome != Outcome::Met)
        .map(|verdict| verdict.promise.objective.to_string())
        .collect();
    assert_eq!(missed, ["tt max != 10"]);
}

#[test]
fn a_metric_in_quotation_marks_is_not_the_built_in_one() {
    let windows = [second(0, vec![("received", "", Aggregate::Counter(3.0))])];
    let verdicts = judge([threshold("\"received\" count == 3")], &windows);
    assert_eq!(verdicts[0].outcome, Outcome::Met);
}
