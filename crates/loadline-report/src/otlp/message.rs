//! The parts of a request: a metric with its points.
//!
//! Field numbers are those of `opentelemetry/proto/metrics/v1/metrics.proto` and its neighbours.

use loadline_core::Histogram;
use loadline_core::histogram::SCHEMA_MAX;

use crate::protobuf::Message;

pub(super) const METRIC_NAME: u32 = 1;
pub(super) const METRIC_UNIT: u32 = 3;
pub(super) const METRIC_GAUGE: u32 = 5;
pub(super) const METRIC_SUM: u32 = 7;
pub(super) const METRIC_HISTOGRAM: u32 = 9;
pub(super) const DATA_POINTS: u32 = 1;
pub(super) const DATA_TEMPORALITY: u32 = 2;
pub(super) const SUM_IS_MONOTONIC: u32 = 3;
/// Totals since the start.
pub(super) const CUMULATIVE: u64 = 2;
const POINT_START: u32 = 2;
const POINT_TIME: u32 = 3;
const NUMBER_DOUBLE: u32 = 4;
const NUMBER_WHOLE: u32 = 6;
const NUMBER_ATTRIBUTES: u32 = 7;
const HISTOGRAM_COUNT: u32 = 4;
const HISTOGRAM_SUM: u32 = 5;
const HISTOGRAM_BUCKET_COUNTS: u32 = 6;
const HISTOGRAM_BOUNDS: u32 = 7;
const HISTOGRAM_ATTRIBUTES: u32 = 9;
const HISTOGRAM_MIN: u32 = 11;
const HISTOGRAM_MAX: u32 = 12;
const KEY: u32 = 1;
const VALUE: u32 = 2;
const VALUE_TEXT: u32 = 1;

/// Upper bounds of buckets: those that OpenTelemetry takes unless told otherwise, made for milliseconds.
const BOUNDS: [f64; 15] = [
    0.0, 5.0, 10.0, 25.0, 50.0, 75.0, 100.0, 250.0, 500.0, 750.0, 1_000.0, 2_500.0, 5_000.0,
    7_500.0, 10_000.0,
];

/// A number of a point.
#[derive(Debug, Clone, Copy)]
pub(super) enum Number {
    Double(f64),
    Whole(u64),
}

/// From when to when a total goes, in nanoseconds since 1970.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stretch {
    pub(super) start_ns: u64,
    pub(super) end_ns: u64,
}

/// Names with their values.
pub(super) type Attributes<'a> = [(&'a str, &'a str)];

pub(super) fn number(
    out: &mut Message,
    stretch: Stretch,
    value: Number,
    attributes: &Attributes<'_>,
) {
    out.message(DATA_POINTS, |point| {
        stretched(point, stretch);
        match value {
            Number::Double(value) => point.double(NUMBER_DOUBLE, value),
            Number::Whole(value) => point.fixed(NUMBER_WHOLE, value),
        }
        write_attributes(point, NUMBER_ATTRIBUTES, attributes);
    });
}

/// Values as counts below bounds; `scale` turns them into k6's unit.
pub(super) fn histogram(
    out: &mut Message,
    stretch: Stretch,
    values: &Histogram,
    scale: f64,
    attributes: &Attributes<'_>,
) {
    out.message(DATA_POINTS, |point| {
        stretched(point, stretch);
        point.fixed(HISTOGRAM_COUNT, values.count());
        point.double(HISTOGRAM_SUM, values.sum() * scale);
        point.fixed_list(HISTOGRAM_BUCKET_COUNTS, counts(values, scale));
        point.fixed_list(HISTOGRAM_BOUNDS, BOUNDS.map(f64::to_bits));
        if let (Some(min), Some(max)) = (values.min(), values.max()) {
            point.double(HISTOGRAM_MIN, min * scale);
            point.double(HISTOGRAM_MAX, max * scale);
        }
        write_attributes(point, HISTOGRAM_ATTRIBUTES, attributes);
    });
}

/// How many values lie up to each bound, and above the last one. While the values themselves are kept it is
/// exact; else a bucket of ours counts where its middle lies.
pub(super) fn counts(values: &Histogram, scale: f64) -> [u64; BOUNDS.len() + 1] {
    let mut counts = [0; BOUNDS.len() + 1];
    let mut count = |value: f64, times: u64| {
        counts[BOUNDS.partition_point(|bound| *bound < value * scale)] += times;
    };
    match values.to_parts().exact {
        Some(exact) => exact.into_iter().for_each(|value| count(value, 1)),
        None => values
            .buckets(SCHEMA_MAX)
            .into_iter()
            .for_each(|bucket| count((bucket.lower * bucket.upper).sqrt(), bucket.count)),
    }
    counts
}

fn stretched(point: &mut Message, stretch: Stretch) {
    point.fixed(POINT_START, stretch.start_ns);
    point.fixed(POINT_TIME, stretch.end_ns);
}

pub(super) fn write_attributes(out: &mut Message, field: u32, attributes: &Attributes<'_>) {
    for (name, value) in attributes {
        out.message(field, |pair| {
            pair.text(KEY, name);
            pair.message(VALUE, |any| any.text(VALUE_TEXT, value));
        });
    }
}
