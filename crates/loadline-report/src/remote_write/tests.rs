//! Requests, byte by byte where the format is at stake.

use loadline_core::window::{Aggregate, SeriesKey, Share, Window, names};
use loadline_core::{Histogram, Tags};

use super::RemoteWrite;
use crate::protobuf::Message;

fn window(start_ms: i64, metric: &str, aggregate: Aggregate) -> Window {
    let mut window = Window::new(start_ms, 1_000);
    window.series.insert(SeriesKey::bare(metric), aggregate);
    window
}

/// A request of one series with these labels, written by hand.
fn series(labels: &[(&str, &str)], field: u32, value: impl FnOnce(&mut Message)) -> Vec<u8> {
    let mut request = Message::default();
    request.message(1, |series| {
        for (name, text) in labels {
            series.message(1, |label| {
                label.text(1, name);
                label.text(2, text);
            });
        }
        series.message(field, value);
    });
    request.into_bytes()
}

#[test]
fn whole_numbers_and_texts_are_laid_out_as_the_format_says() {
    let mut message = Message::default();
    message.unsigned(1, 300);
    message.signed(2, -1);
    message.text(3, "ab");
    assert_eq!(message.into_bytes(), [0x08, 0xac, 0x02, 0x10, 0x01, 0x1a, 0x02, b'a', b'b']);
}

#[test]
fn counters_are_totals_since_the_start() {
    let mut writer = RemoteWrite::new(vec![("run".to_owned(), "7".to_owned())]);
    let labels = [("__name__", "loadline_http_requests_total"), ("run", "7")];
    for (second, total) in [(1, 10.0), (2, 20.0)] {
        let one = window(second * 1_000 - 1_000, names::HTTP_REQUESTS, Aggregate::Counter(10.0));
        let wanted = series(&labels, 2, |sample| {
            sample.double(1, total);
            sample.unsigned(2, second as u64 * 1_000);
        });
        assert_eq!(writer.request(&one), wanted);
    }
}

#[test]
fn a_histogram_keeps_every_bucket_with_the_gaps_between_them() {
    let mut values = Histogram::new();
    [0.0, 1.0, 1.0, 1.002, 2.0].into_iter().for_each(|value| values.record(value));
    let mut writer = RemoteWrite::new(Vec::new());
    let one = window(0, names::RESPONSE_TIME, Aggregate::Histogram(values));
    let labels = [("__name__", "loadline_http_response_time_seconds")];
    // At the finest schema 1.0 is the upper bound of bucket 0, 1.002 lies in bucket 1, 2.0 in bucket 256.
    let wanted = series(&labels, 4, |histogram| {
        histogram.unsigned(1, 5);
        histogram.double(3, 5.002);
        histogram.signed(4, 8);
        histogram.double(5, 0.0);
        histogram.unsigned(6, 1);
        for (offset, length) in [(0, 2), (254, 1)] {
            histogram.message(11, |span| {
                span.signed(1, offset);
                span.unsigned(2, length);
            });
        }
        histogram.signed_list(12, [2, -1, 0]);
        histogram.unsigned(15, 1_000);
    });
    assert_eq!(writer.request(&one), wanted);
}

#[test]
fn a_share_is_two_counters_and_labels_are_made_legal() {
    let mut writer = RemoteWrite::new(Vec::new());
    let mut one = Window::new(0, 1_000);
    let key = SeriesKey::new(names::HTTP_ERRORS, Tags::new([("1st-tag", "x")]));
    one.series.insert(key, Aggregate::Share(Share { hits: 1, total: 4 }));
    let request = writer.request(&one);
    let text = String::from_utf8_lossy(&request);
    for name in ["loadline_http_errors_total", "loadline_http_errors_base_total", "_st_tag"] {
        assert!(text.contains(name), "{name} in {text}");
    }
}
