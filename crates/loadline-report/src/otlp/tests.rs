//! Requests, read back field by field.

use expect_test::expect;
use loadline_core::histogram::Histogram;
use loadline_core::window::{Aggregate, Gauge, SeriesKey, Share, Tags, Window};

use super::{Otlp, OtlpOptions};
use crate::k6_metric::{K6Kind, K6Metric, K6Unit};

fn metric(name: &str, kind: K6Kind, unit: K6Unit) -> K6Metric {
    K6Metric { name: name.into(), series: format!("series_{name}").into(), kind, unit }
}

fn options(has_single_rate_counter: bool) -> OtlpOptions {
    OtlpOptions {
        service_name: "k6".to_owned(),
        service_version: "1.2.3".to_owned(),
        metric_prefix: "pre_".to_owned(),
        has_single_rate_counter,
    }
}

fn request(name: &str, kind: K6Kind, unit: K6Unit, single: bool, values: &[Aggregate]) -> String {
    let mut otlp = Otlp::new(vec![metric(name, kind, unit)], options(single));
    for (second, aggregate) in values.iter().enumerate() {
        let mut window = Window::new(second as i64 * 1_000, 1_000);
        let key = SeriesKey::new(format!("series_{name}"), Tags::new([("scenario", "one")]));
        window.series.insert(key, aggregate.clone());
        otlp.observe(&window);
    }
    shown(&otlp.request().unwrap())
}

/// The fields of a message, one a line, nested ones further right.
fn shown(bytes: &[u8]) -> String {
    let mut lines = String::new();
    fields(bytes, 0, &mut lines);
    lines
}

/// Nested messages of a request down to the points; below them are numbers and texts.
const DEPTH_MAX: usize = 8;

fn fields(mut bytes: &[u8], depth: usize, lines: &mut String) -> bool {
    let before = lines.len();
    while !bytes.is_empty() {
        let Some((key, rest)) = varint(bytes) else { return abandon(lines, before) };
        let (field, margin) = (key >> 3, " ".repeat(2 * depth));
        let line = match key & 7 {
            0 => varint(rest).map(|(value, rest)| (value.to_string(), rest)),
            1 => rest.split_at_checked(8).map(|(value, rest)| {
                let bits = u64::from_le_bytes(value.try_into().unwrap());
                let is_double = (1e-9..1e15).contains(&f64::from_bits(bits));
                let value =
                    if is_double { f64::from_bits(bits).to_string() } else { bits.to_string() };
                (value, rest)
            }),
            2 => varint(rest)
                .and_then(|(length, rest)| rest.split_at_checked(length as usize))
                .map(|(inner, rest)| {
                    let mut nested = String::new();
                    let is_message = depth < DEPTH_MAX && fields(inner, depth + 1, &mut nested);
                    let text = std::str::from_utf8(inner).ok();
                    let text = text.filter(|text| text.chars().all(|c| !c.is_control()));
                    let shown = match text {
                        Some(text) => format!("{text:?}"),
                        None if is_message => format!("\n{}", nested.trim_end()),
                        None => format!("{inner:?}"),
                    };
                    (shown, rest)
                }),
            _ => None,
        };
        let Some((shown, rest)) = line else { return abandon(lines, before) };
        lines.push_str(&format!("{margin}{field}: {shown}\n"));
        bytes = rest;
    }
    true
}

fn abandon(lines: &mut String, length: usize) -> bool {
    lines.truncate(length);
    false
}

fn varint(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let mut value = 0;
    for (place, byte) in bytes.iter().enumerate().take(10) {
        value |= u64::from(byte & 0x7f) << (7 * place);
        if byte & 0x80 == 0 {
            return Some((value, &bytes[place + 1..]));
        }
    }
    None
}

#[test]
fn a_counter_is_a_total_with_unit_and_attributes() {
    let values = [Aggregate::Counter(100.0), Aggregate::Counter(28.0)];
    let request = request("data_sent", K6Kind::Counter, K6Unit::Bytes, true, &values);
    expect![[r#"
        1: 
          1: 
            1: 
              1: "service.name"
              2: 
                1: "k6"
            1: 
              1: "service.version"
              2: 
                1: "1.2.3"
          2: 
            1: 
              1: "k6"
            2: 
              1: "pre_data_sent"
              3: "By"
              7: 
                1: 
                  2: 0
                  3: 2000000000
                  4: 128
                  7: 
                    1: "scenario"
                    2: 
                      1: "one"
                2: 2
                3: 1
    "#]]
    .assert_eq(&request);
}

#[test]
fn a_gauge_is_its_latest_level() {
    let values = [Aggregate::Gauge(Gauge::reading(5.0)), Aggregate::Gauge(Gauge::reading(3.5))];
    let request = request("vus", K6Kind::Gauge, K6Unit::None, true, &values);
    assert!(request.contains("5: \n"), "{request}");
    assert!(request.contains("4: 3.5\n") && !request.contains("3: 1\n"), "{request}");
}

#[test]
fn a_rate_is_one_counter_with_two_conditions_or_two_counters() {
    let values = [Aggregate::Share(Share { hits: 1, total: 4 })];
    let one = request("checks", K6Kind::Rate, K6Unit::None, true, &values);
    for part in ["\"pre_checks\"", "\"nonzero\"", "\"zero\"", "6: 1\n", "6: 3\n"] {
        assert!(one.contains(part), "{part} in {one}");
    }
    let two = request("checks", K6Kind::Rate, K6Unit::None, false, &values);
    for part in ["\"pre_checks.occurred\"", "\"pre_checks.total\"", "6: 1\n", "6: 4\n"] {
        assert!(two.contains(part), "{part} in {two}");
    }
    assert!(!two.contains("zero"), "{two}");
}

#[test]
fn a_trend_is_counted_in_milliseconds_up_to_the_bounds_of_k6() {
    let mut values = Histogram::new();
    [0.0, 0.005, 0.006, 0.3, 20.0].into_iter().for_each(|value| values.record(value));
    let counts = super::message::counts(&values, 1_000.0);
    assert_eq!(counts, [1, 1, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1]);
    (0..2_000).for_each(|_| values.record(0.3));
    assert_eq!(super::message::counts(&values, 1_000.0)[8], 2_001);
    let values = [Aggregate::Histogram(values)];
    let request = request("waits", K6Kind::Trend, K6Unit::Time, true, &values);
    assert!(request.contains("\"ms\"") && request.contains("12: 20000\n"), "{request}");
}

#[test]
fn series_that_are_no_metrics_are_left_out() {
    let mut otlp = Otlp::new(Vec::new(), options(true));
    assert_eq!(otlp.request(), None);
    let mut window = Window::new(0, 1_000);
    window.series.insert(SeriesKey::bare("generator_cpu"), Aggregate::Counter(1.0));
    otlp.observe(&window);
    assert!(!shown(&otlp.request().unwrap()).contains("generator"));
}
