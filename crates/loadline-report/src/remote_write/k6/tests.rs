//! Names and values as k6 1.1 sent them for the same samples.

use loadline_core::histogram::Histogram;
use loadline_core::window::{Aggregate, Gauge, SeriesKey, Share, Tags, Window};

use super::{K6RemoteWrite, K6RemoteWriteOptions, STALE};
use crate::k6_metric::{K6Kind, K6Metric, K6Unit, TrendFigure};
use crate::protobuf::Message;

fn metric(name: &str, kind: K6Kind, unit: K6Unit) -> K6Metric {
    K6Metric { name: name.into(), series: name.into(), kind, unit }
}

fn writer(metric: K6Metric, options: K6RemoteWriteOptions, value: Aggregate) -> K6RemoteWrite {
    let mut window = Window::new(0, 1_000);
    let tags = Tags::new([("scenario", "default")]);
    window.series.insert(SeriesKey::new(metric.series.clone(), tags), value);
    let mut writer = K6RemoteWrite::new(vec![metric], options);
    writer.observe(&window);
    writer
}

/// A request of samples, written by hand.
fn samples(samples: &[(&str, f64)], at_ms: u64) -> Vec<u8> {
    let mut request = Message::default();
    for (name, value) in samples {
        request.message(1, |series| {
            for (label, text) in [("__name__", *name), ("scenario", "default")] {
                series.message(1, |out| {
                    out.text(1, label);
                    out.text(2, text);
                });
            }
            series.message(2, |sample| {
                sample.double(1, *value);
                sample.unsigned(2, at_ms);
            });
        });
    }
    request.into_bytes()
}

#[track_caller]
fn check(metric: K6Metric, value: Aggregate, wanted: &[(&str, f64)]) {
    let mut writer = writer(metric, K6RemoteWriteOptions::default(), value);
    assert_eq!(writer.request(), samples(wanted, 1_000));
    assert!(writer.request().is_empty(), "nothing has changed since");
}

fn histogram(values: &[f64]) -> Histogram {
    let mut histogram = Histogram::new();
    values.iter().for_each(|value| histogram.record(*value));
    histogram
}

#[test]
fn each_kind_has_the_name_and_the_unit_of_k6() {
    let count = Aggregate::Counter(4.0);
    check(metric("my_count", K6Kind::Counter, K6Unit::None), count, &[("k6_my_count_total", 4.0)]);
    let time = Aggregate::Counter(4.0);
    let wanted = [("k6_my_count_time_total", 4_000.0)];
    check(metric("my_count_time", K6Kind::Counter, K6Unit::Time), time, &wanted);
    let level = Aggregate::Gauge(Gauge::reading(7.0));
    check(metric("my_gauge", K6Kind::Gauge, K6Unit::None), level, &[("k6_my_gauge", 7.0)]);
    let share = Aggregate::Share(Share { hits: 1, total: 2 });
    check(metric("my_rate", K6Kind::Rate, K6Unit::None), share, &[("k6_my_rate_rate", 0.5)]);
    let trend = Aggregate::Histogram(histogram(&[1.5, 1.5]));
    check(metric("my_time", K6Kind::Trend, K6Unit::Time), trend, &[("k6_my_time_p99", 1.5)]);
}

#[test]
fn the_figures_of_a_trend_can_be_chosen() {
    let words = ["p(95)", "avg", "min", "max", "count", "sum", "med", "p(99.9)"];
    let figures = words.map(|word| TrendFigure::from_word(word).unwrap());
    let options = K6RemoteWriteOptions { trend_figures: figures.into(), ..Default::default() };
    let trend = Aggregate::Histogram(histogram(&[1.0, 3.0]));
    let mut writer = writer(metric("tt", K6Kind::Trend, K6Unit::Time), options, trend);
    let wanted = [
        ("k6_tt_p95", 2.9),
        ("k6_tt_avg", 2.0),
        ("k6_tt_min", 1.0),
        ("k6_tt_max", 3.0),
        ("k6_tt_count", 2.0),
        ("k6_tt_sum", 4.0),
        ("k6_tt_med", 2.0),
        ("k6_tt_p999", 2.998),
    ];
    assert_eq!(writer.request(), samples(&wanted, 1_000));
    assert_eq!(TrendFigure::from_word("p95"), None);
    assert_eq!(TrendFigure::from_word("p(101)"), None);
}

#[test]
fn native_histograms_take_the_place_of_figures() {
    let options = K6RemoteWriteOptions { has_native_histograms: true, ..Default::default() };
    for (unit, name) in [(K6Unit::Time, "k6_tt_seconds"), (K6Unit::None, "k6_tt")] {
        let trend = Aggregate::Histogram(histogram(&[1.0]));
        let mut writer = writer(metric("tt", K6Kind::Trend, unit), options.clone(), trend);
        let request = writer.request();
        let name_at = request.windows(name.len()).position(|part| part == name.as_bytes());
        let name_at = name_at.expect("the name is there");
        // The label ends with the name; the next one begins behind it.
        assert_eq!(request[name_at + name.len()], 0x0a, "{name}");
    }
}

#[test]
fn the_end_of_a_run_ends_its_series() {
    let count = Aggregate::Counter(4.0);
    let metric = metric("my_count", K6Kind::Counter, K6Unit::None);
    let writer = writer(metric, K6RemoteWriteOptions::default(), count);
    let stale = [("k6_my_count_total", f64::from_bits(STALE))];
    assert_eq!(writer.stale(), samples(&stale, 1_001));
}
