//! One series of a request: its labels, and a sample or a native histogram.
//!
//! Field numbers are those of `prometheus/prompb/types.proto`.

use loadline_core::Histogram;
use loadline_core::histogram::{HistogramParts, SCHEMA_MAX};

use crate::protobuf::Message;

/// `WriteRequest.timeseries` of `prometheus/prompb/remote.proto`.
pub(super) const TIMESERIES: u32 = 1;
const SERIES_LABELS: u32 = 1;
const SERIES_SAMPLES: u32 = 2;
const SERIES_HISTOGRAMS: u32 = 4;
const LABEL_NAME: u32 = 1;
const LABEL_VALUE: u32 = 2;
const SAMPLE_VALUE: u32 = 1;
const SAMPLE_TIMESTAMP: u32 = 2;
const HISTOGRAM_COUNT: u32 = 1;
const HISTOGRAM_SUM: u32 = 3;
const HISTOGRAM_SCHEMA: u32 = 4;
const HISTOGRAM_ZERO_THRESHOLD: u32 = 5;
const HISTOGRAM_ZERO_COUNT: u32 = 6;
const HISTOGRAM_POSITIVE_SPANS: u32 = 11;
const HISTOGRAM_POSITIVE_DELTAS: u32 = 12;
const HISTOGRAM_TIMESTAMP: u32 = 15;
const SPAN_OFFSET: u32 = 1;
const SPAN_LENGTH: u32 = 2;

/// Names with their values, ordered by name as the receiver wants them.
pub(super) type Labels = [(String, String)];

/// A figure at a moment.
pub(super) fn sample(out: &mut Message, labels: &Labels, value: f64, at_ms: i64) {
    write_labels(out, labels);
    out.message(SERIES_SAMPLES, |sample| {
        sample.double(SAMPLE_VALUE, value);
        sample.unsigned(SAMPLE_TIMESTAMP, at_ms as u64);
    });
}

/// A histogram at a moment, its buckets as they are.
pub(super) fn histogram(out: &mut Message, labels: &Labels, value: &Histogram, at_ms: i64) {
    let mut coarse = value.clone();
    coarse.downscale(SCHEMA_MAX);
    let parts = coarse.to_parts();
    write_labels(out, labels);
    out.message(SERIES_HISTOGRAMS, |message| {
        message.unsigned(HISTOGRAM_COUNT, value.count());
        message.double(HISTOGRAM_SUM, value.sum());
        message.signed(HISTOGRAM_SCHEMA, i64::from(parts.schema));
        message.double(HISTOGRAM_ZERO_THRESHOLD, 0.0);
        message.unsigned(HISTOGRAM_ZERO_COUNT, parts.zeros);
        for (offset, length) in spans(&parts) {
            message.message(HISTOGRAM_POSITIVE_SPANS, |span| {
                span.signed(SPAN_OFFSET, i64::from(offset));
                span.unsigned(SPAN_LENGTH, u64::from(length));
            });
        }
        message.signed_list(HISTOGRAM_POSITIVE_DELTAS, deltas(&parts));
        message.unsigned(HISTOGRAM_TIMESTAMP, at_ms as u64);
    });
}

fn write_labels(out: &mut Message, labels: &Labels) {
    for (name, value) in labels {
        out.message(SERIES_LABELS, |label| {
            label.text(LABEL_NAME, name);
            label.text(LABEL_VALUE, value);
        });
    }
}

/// Runs of neighbouring buckets: the gap before each (for the first one its index) and its length.
fn spans(parts: &HistogramParts) -> Vec<(i32, u32)> {
    let mut spans: Vec<(i32, u32)> = Vec::new();
    let mut next = 0;
    for (index, _) in &parts.buckets {
        match spans.last_mut() {
            Some((_, length)) if *index == next => *length += 1,
            Some(_) => spans.push((index - next, 1)),
            None => spans.push((*index, 1)),
        }
        next = index + 1;
    }
    spans
}

/// Each bucket's count as its difference from the one before.
fn deltas(parts: &HistogramParts) -> impl Iterator<Item = i64> {
    let mut before = 0;
    parts.buckets.iter().map(move |(_, count)| {
        let count = *count as i64;
        let delta = count - before;
        before = count;
        delta
    })
}
