//! The lines of a run, written and read back.

use loadline_core::Histogram;
use loadline_core::window::{Aggregate, Gauge, SeriesKey, Share, Tags, Window};
use proptest::prelude::*;

use super::{End, Header, Line, Promise, StageMark, end_line, header_line, read_line, window_line};

fn window(values: &[f64]) -> Window {
    let mut histogram = Histogram::new();
    values.iter().for_each(|value| histogram.record(*value));
    let tags = Tags::new([("name", "/items/{id}"), ("method", "GET")]);
    let mut window = Window::new(1_700_000_000_000, 1_000);
    let mut insert = |metric: &str, tags: &Tags, aggregate| {
        window.series.insert(SeriesKey::new(metric, tags.clone()), aggregate);
    };
    insert("http_response_time", &tags, Aggregate::Histogram(histogram));
    insert("http_requests", &tags, Aggregate::Counter(values.len() as f64));
    insert("http_errors", &tags, Aggregate::Share(Share { hits: 1, total: 7 }));
    insert("users", &Tags::default(), Aggregate::Gauge(Gauge::reading(0.1)));
    window
}

fn reread(window: &Window) -> Window {
    match read_line(&window_line(window)) {
        Ok(Line::Window(window)) => window,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_header_comes_back_as_it_was() {
    let header = Header {
        name: "load".to_owned(),
        target: "http://127.0.0.1:8080".to_owned(),
        started_ms: 1_700_000_000_000,
        stages: vec![StageMark { label: "to 5 users".to_owned(), start_ms: 0, end_ms: 10 }],
        promises: vec![Promise {
            sentence: "http p95 < 200ms".to_owned(),
            origin: "command line".to_owned(),
        }],
        ..Header::default()
    };
    let line = header_line(&header);
    assert!(line.starts_with("{\"schema\":\"loadline.windows/1\""), "{line}");
    assert!(matches!(read_line(&line), Ok(Line::Header(read)) if *read == header));
}

#[test]
fn an_end_comes_back_as_it_was() {
    let end = End { at_ms: 5, ending: "aborted".to_owned(), reason: Some("enough".to_owned()) };
    assert!(matches!(read_line(&end_line(&end)), Ok(Line::End(read)) if read == end));
}

#[test]
fn a_newer_version_is_named_beside_the_accepted_one() {
    let error = read_line("{\"schema\":\"loadline.windows/2\",\"run\":{\"new\":[]}}").unwrap_err();
    assert_eq!(
        error.message,
        "the schema is `loadline.windows/2`; accepted is `loadline.windows/1`"
    );
}

#[test]
fn a_line_cut_short_says_where() {
    let line = window_line(&window(&[0.5]));
    let error = read_line(&line[..40]).unwrap_err();
    assert!(error.column > 0, "{error:?}");
}

#[test]
fn a_series_needs_exactly_one_aggregate() {
    let line = r#"{"start_ms":0,"length_ms":1000,"series":[{"metric":"x"}]}"#;
    assert!(read_line(line).unwrap_err().message.contains("not exactly one of"));
}

#[test]
fn a_reading_that_is_no_number_stays_one() {
    let mut before = Window::new(0, 1_000);
    let gauge = Aggregate::Gauge(Gauge::reading(f64::NAN));
    before.series.insert(SeriesKey::bare("pool"), gauge);
    let after = reread(&before);
    assert!(matches!(after.series.values().next(), Some(Aggregate::Gauge(g)) if g.last.is_nan()));
}

#[test]
fn histograms_that_would_fill_the_memory_are_refused() {
    let histogram = r#"{"count":2,"sum":1,"min":1,"max":2,"schema":8,"buckets":[[0,1],[16000,1]]}"#;
    let series: Vec<String> = (0..2_000)
        .map(|number| format!(r#"{{"metric":"m{number}","histogram":{histogram}}}"#))
        .collect();
    let line = format!(r#"{{"start_ms":0,"length_ms":1000,"series":[{}]}}"#, series.join(","));
    assert!(read_line(&line).unwrap_err().message.contains("span more than"));
}

proptest! {
    #[test]
    fn figures_survive_the_round_trip(
        values in prop::collection::vec(0.0f64..100.0, 1..2_500),
    ) {
        let before = window(&values);
        let after = reread(&before);
        prop_assert_eq!((before.start_ms, before.length_ms), (after.start_ms, after.length_ms));
        prop_assert_eq!(before.series.len(), after.series.len());
        for ((key, one), (same, other)) in before.series.iter().zip(&after.series) {
            prop_assert_eq!(key, same);
            match (one, other) {
                (Aggregate::Histogram(one), Aggregate::Histogram(other)) => {
                    prop_assert_eq!(one.to_parts(), other.to_parts());
                    prop_assert_eq!(one.count(), other.count());
                }
                (one, other) => prop_assert_eq!(format!("{one:?}"), format!("{other:?}")),
            }
        }
    }
}
