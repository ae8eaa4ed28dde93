//! Summaries of recorded runs of k6 1.1, against what k6 itself printed about them.
//!
//! `tests/data/summary` holds, for each run, the samples that k6 wrote (`.points.json`), its exported figures
//! (`.export.json`) and its text (`.txt`). `script.js` is what was run.

mod recorded;

use std::collections::BTreeMap;
use std::sync::Arc;

use expect_test::{expect, expect_file};
use loadline_core::Histogram;
use loadline_core::window::{Aggregate, Rollup, SeriesKey, Tags, Window, names};
use serde_json::Value;

pub(crate) use self::recorded::metric as recorded_metric;
use self::recorded::{Recorded, read};
use super::{
    Catalogue, Contains, MachineHead, MetricKind, MetricResult, Results, SummaryOptions,
    ThresholdResult, TrendStat,
};
use crate::options::{SummaryMode, TimeUnit};
use crate::output::{Metric, Submetric};

/// The text of a recorded run is k6's own, character by character.
#[track_caller]
fn check_text(name: &str, mode: SummaryMode, change: impl FnOnce(&mut super::Results)) {
    let mut results = Recorded::read(name).results();
    change(&mut results);
    expect_file![recorded::path(name, "txt")].assert_eq(&results.text(mode));
}

#[test]
fn the_compact_text_is_that_of_k6() {
    check_text("compact", SummaryMode::Compact, |_| {});
}

#[test]
fn the_full_text_is_that_of_k6_with_scenarios_and_groups() {
    check_text("full", SummaryMode::Full, |_| {});
}

#[test]
fn the_full_text_of_a_script_without_scenarios_has_its_groups_on_top() {
    check_text("plain", SummaryMode::Full, |_| {});
}

#[test]
fn the_legacy_text_is_that_of_k6() {
    check_text("legacy", SummaryMode::Legacy, |_| {});
}

#[test]
fn figures_of_every_size_are_written_as_k6_writes_them() {
    check_text("odd", SummaryMode::Compact, |results| {
        results.options.trend_stats = ["avg", "count", "p(99.9)", "p(50)", "max"]
            .map(|word| TrendStat::from_word(word).unwrap())
            .into();
    });
}

#[test]
fn chosen_figures_and_unit_are_kept_to() {
    check_text("stats", SummaryMode::Compact, |results| {
        let trend_stats = ["avg", "count", "max", "p(99.9)"]
            .map(|word| TrendStat::from_word(word).unwrap())
            .into();
        let time_unit = Some(TimeUnit::Milliseconds);
        results.options = SummaryOptions { trend_stats, time_unit, no_color: false };
    });
}

#[test]
fn a_terminal_sees_the_colours_of_k6() {
    check_text("coloured", SummaryMode::Compact, |results| results.is_stdout_tty = true);
    check_text("coloured-legacy", SummaryMode::Legacy, |results| results.is_stdout_tty = true);
}

#[test]
fn no_colour_is_used_where_none_is_wanted() {
    check_text("compact", SummaryMode::Compact, |results| {
        results.is_stdout_tty = true;
        results.options.no_color = true;
    });
}

#[test]
fn handle_summary_is_given_the_shape_of_k6() {
    let recorded = Recorded::read("data");
    let wanted: Value = serde_json::from_str(&read("data", "data.json")).unwrap();
    let mut results = recorded.results();
    results.duration_s = wanted["state"]["testRunDurationMs"].as_f64().unwrap() / 1_000.0;
    same(&results.data(), &wanted, "data");
}

#[test]
fn the_exported_file_has_the_shape_of_k6() {
    for name in ["compact", "odd", "plain"] {
        let wanted: Value = serde_json::from_str(&read(name, "export.json")).unwrap();
        let mut results = Recorded::read(name).results();
        if name == "odd" {
            results.options.trend_stats = ["avg", "count", "p(99.9)", "p(50)", "max"]
                .map(|word| TrendStat::from_word(word).unwrap())
                .into();
        }
        same(&serde_json::from_str(&results.export()).unwrap(), &wanted, name);
    }
}

#[test]
fn a_threshold_shows_its_figure_though_the_table_has_no_column_for_it() {
    let mut results = Recorded::read("stats").results();
    results.options.trend_stats = vec![TrendStat::Avg];
    let text = results.text(SummaryMode::Compact);
    let line = text.lines().find(|line| line.contains("max<400"));
    assert_eq!(line, Some("      ✓ 'max<400' max=0s"));
}

#[test]
fn machines_are_given_a_versioned_document() {
    let mut results = Recorded::read("plain").results();
    results.duration_s = 2.0;
    results.options.trend_stats =
        vec![TrendStat::Count, TrendStat::Percentile(99.9, "p(99.9)".into())];
    results.whole.metrics.retain(|metric| metric.kind != MetricKind::Trend);
    let none = results.whole.metric("iterations").cloned().unwrap();
    let waits =
        MetricResult { name: "waits".into(), kind: MetricKind::Trend, aggregate: None, ..none };
    results.whole.metrics.push(waits);
    let head = MachineHead {
        generated_at: "2026-01-02T03:04:05Z",
        k6_version: "1.1.0",
        script: "plain.js",
    };
    let document = results.machine_data(head);
    expect![[r#"{"version":"1.0.0","metadata":{"generated_at":"2026-01-02T03:04:05Z","k6_version":"1.1.0"},"config":{"duration":2,"execution":"local","script":"plain.js"},"results":{"checks":{"metrics":[{"name":"checks","type":"rate","contains":"default","values":{"matches":2,"total":3,"rate":0.6666666666666666}}],"results":[{"name":"in a","passes":1,"fails":0},{"name":"at root","passes":1,"fails":0},{"name":"deep","passes":0,"fails":1}]},"metrics":[{"name":"data_received","type":"counter","contains":"data","values":{"count":0,"rate":0}},{"name":"data_sent","type":"counter","contains":"data","values":{"count":0,"rate":0}},{"name":"iterations","type":"counter","contains":"default","values":{"count":1,"rate":0.5}},{"name":"waits","type":"trend","contains":"default","values":{"count":0,"p99.9":0}}]}}"#]].assert_eq(&document.to_string());
}

#[test]
fn words_that_name_no_figure_of_a_trend_are_none() {
    let stat = |word: &str| TrendStat::from_word(word).map(|stat| stat.to_string());
    for word in ["avg", "min", "med", "max", "count", "p(99.90)", "p(0)"] {
        assert_eq!(stat(word).as_deref(), Some(word));
    }
    for word in ["p95", "p(101)", "p(x)", " avg", ""] {
        assert_eq!(stat(word), None, "{word}");
    }
}

#[test]
fn response_times_are_corrected_where_there_are_arrivals() {
    let metric = |name: &str, series: &str| {
        let (kind, contains) = (MetricKind::Trend, Contains::Time);
        let (thresholds, submetrics) = (Vec::new(), Vec::new());
        let (name, series) = (name.into(), series.into());
        Arc::new(Metric { name, series, kind, contains, thresholds, submetrics })
    };
    let metrics = [metric("http_req_corrected_duration", names::RESPONSE_TIME)];
    for (series, wanted) in [(None, 0), (Some(names::SERVICE_TIME), 1)] {
        let mut window = Window::new(0, 1_000);
        for series in [Some(names::RESPONSE_TIME), series].into_iter().flatten() {
            let values = Aggregate::Histogram(Histogram::new());
            window.series.insert(SeriesKey::bare(series), values);
        }
        let thresholds = BTreeMap::new();
        let catalogue = Catalogue { metrics: &metrics, thresholds: &thresholds, seen: &[] };
        let results = Results::of(&Rollup::from_iter([&window]), catalogue);
        assert_eq!(results.whole.metrics.len(), wanted);
    }
}

#[test]
fn blanks_around_the_tags_of_a_sub_metric_do_not_matter() {
    let submetric = Submetric { suffix: " a:b ".to_owned(), tags: Tags::new([("a", "b")]) };
    let metric = Metric {
        name: "orders".into(),
        series: "orders".into(),
        kind: MetricKind::Counter,
        contains: Contains::Default,
        thresholds: Vec::new(),
        submetrics: vec![submetric],
    };
    let crossed = ThresholdResult { source: "count<1".to_owned(), is_ok: false };
    let thresholds = BTreeMap::from([("orders{ a:b }".to_owned(), vec![crossed])]);
    let metrics = [Arc::new(metric)];
    let catalogue = Catalogue { metrics: &metrics, thresholds: &thresholds, seen: &[] };
    let results = Results::of(&Rollup::default(), catalogue);
    let part = results.whole.metric("orders{a:b}").unwrap();
    assert_eq!(part.thresholds.len(), 1);
}

/// Both documents have the same keys in any order, and the same figures but for their last digits.
#[track_caller]
fn same(ours: &Value, theirs: &Value, at: &str) {
    match (ours, theirs) {
        (Value::Object(ours), Value::Object(theirs)) => {
            let keys = |object: &serde_json::Map<String, Value>| {
                let mut keys: Vec<String> = object.keys().cloned().collect();
                keys.sort();
                keys
            };
            assert_eq!(keys(ours), keys(theirs), "at {at}");
            theirs.iter().for_each(|(key, value)| same(&ours[key], value, &format!("{at}.{key}")));
        }
        (Value::Array(ours), Value::Array(theirs)) => {
            assert_eq!(ours.len(), theirs.len(), "at {at}");
            for (place, (one, other)) in ours.iter().zip(theirs).enumerate() {
                same(one, other, &format!("{at}[{place}]"));
            }
        }
        (Value::Number(one), Value::Number(other)) => {
            let (one, other) = (one.as_f64().unwrap(), other.as_f64().unwrap());
            let gap = (one - other).abs() / other.abs().max(f64::MIN_POSITIVE);
            assert!(gap < 1e-9, "at {at}: {one} is not {other}");
        }
        _ => assert_eq!(ours, theirs, "at {at}"),
    }
}
