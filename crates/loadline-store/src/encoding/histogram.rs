//! The bytes of a histogram: exact values, or buckets as gaps and counts.
//!
//! Exact values are sorted first: their order means nothing. Most are times that were whole nanoseconds
//! once; as such, each as its distance from the one before, they take two to three bytes instead of
//! eight. Values that do not come back bit by bit are written as they are.

use std::time::Duration;

use loadline_core::Histogram;
use loadline_core::histogram::{EXACT_MAX, HistogramParts, SCHEMA_MAX, SCHEMA_MIN};

use super::error::{DecodeError, EncodeError};
use super::reader::Reader;
use super::writer::Writer;

pub(super) const KIND_EXACT: u8 = 0;
pub(super) const KIND_NANOSECONDS: u8 = 1;
pub(super) const KIND_BUCKETS: u8 = 2;

/// Buckets that the histograms of one window may span together, counted as they lie in memory, eight
/// bytes each: 128 MiB. A busy latency histogram spans about 4,000.
pub(super) const BUCKETS_MAX: usize = 16 << 20;
/// Buckets that a histogram takes in memory at most, before its resolution is halved.
const SPAN_MAX: usize = 64 << SCHEMA_MAX;
/// Memory of a histogram grows in steps of this many buckets.
const SPAN_STEP: usize = 64;
/// Octaves from one that no number reaches, subnormal ones included.
const OCTAVES_MAX: i32 = 1_100;
const NANOSECONDS: f64 = 1e9;

/// How many buckets the histograms of one window may still span.
#[derive(Debug)]
pub(super) struct Room(usize);

impl Room {
    pub(super) const fn new() -> Self {
        Self(BUCKETS_MAX)
    }

    /// Takes what buckets from the first to the last need; false when there is not as much left.
    fn take(&mut self, buckets: &[(i32, u64)]) -> bool {
        let (Some((first, _)), Some((last, _))) = (buckets.first(), buckets.last()) else {
            return true;
        };
        let span = (last - first) as usize + 1;
        let left = self.0.checked_sub(span.min(SPAN_MAX) + SPAN_STEP);
        self.0 = left.unwrap_or(self.0);
        left.is_some()
    }
}

pub(super) fn write(
    writer: &mut Writer,
    histogram: &Histogram,
    room: &mut Room,
    metric: &str,
) -> Result<(), EncodeError> {
    let parts = histogram.to_parts();
    if !parts.sum.is_finite() {
        return Err(EncodeError::NotFinite { metric: metric.to_owned() });
    }
    if let Some(mut values) = parts.exact {
        values.sort_unstable_by(f64::total_cmp);
        write_exact(writer, parts.sum, &values);
        return Ok(());
    }
    if !room.take(&parts.buckets) {
        return Err(EncodeError::TooWide { max: BUCKETS_MAX });
    }
    write_buckets(writer, &parts);
    Ok(())
}

fn write_exact(writer: &mut Writer, sum: f64, values: &[f64]) {
    let whole: Option<Vec<u64>> = values.iter().map(|value| nanoseconds(*value)).collect();
    let kind = if whole.is_some() { KIND_NANOSECONDS } else { KIND_EXACT };
    writer.byte(kind);
    writer.varint(values.len() as u64);
    writer.float(sum);
    let Some(whole) = whole else {
        values.iter().for_each(|value| writer.float(*value));
        return;
    };
    let mut last = 0;
    for value in whole {
        writer.varint(value - last);
        last = value;
    }
}

/// `seconds` as whole nanoseconds, when they lead back to the very same number.
fn nanoseconds(seconds: f64) -> Option<u64> {
    let whole = (seconds * NANOSECONDS).round() as u64;
    (seconds_of(whole).to_bits() == seconds.to_bits()).then_some(whole)
}

fn seconds_of(nanoseconds: u64) -> f64 {
    Duration::from_nanos(nanoseconds).as_secs_f64()
}

fn write_buckets(writer: &mut Writer, parts: &HistogramParts) {
    writer.byte(KIND_BUCKETS);
    writer.byte(parts.schema as u8);
    writer.float(parts.sum);
    writer.float(parts.min);
    writer.float(parts.max);
    writer.varint(parts.zeros);
    writer.varint(parts.buckets.len() as u64);
    let mut last = None;
    for (index, count) in &parts.buckets {
        match last {
            None => writer.zigzag(*index),
            Some(last) => writer.varint((index - last - 1) as u64),
        }
        writer.varint(*count);
        last = Some(*index);
    }
}

pub(super) fn read(
    reader: &mut Reader<'_>,
    kind: u8,
    room: &mut Room,
) -> Result<Histogram, DecodeError> {
    let parts = match kind {
        KIND_BUCKETS => read_buckets(reader, room)?,
        exact => read_exact(reader, exact)?,
    };
    Ok(Histogram::from_parts(parts)?)
}

fn read_exact(reader: &mut Reader<'_>, kind: u8) -> Result<HistogramParts, DecodeError> {
    let count = reader.count(1)?;
    if count > EXACT_MAX {
        return Err(DecodeError::Malformed("too many exact values"));
    }
    let sum = reader.float()?;
    let mut values = Vec::with_capacity(count);
    let mut last = 0u64;
    for _ in 0..count {
        values.push(if kind == KIND_EXACT {
            reader.float()?
        } else {
            last = last
                .checked_add(reader.varint()?)
                .ok_or(DecodeError::Malformed("a time overflows"))?;
            seconds_of(last)
        });
    }
    let min = values.iter().copied().fold(f64::INFINITY, f64::min);
    let max = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let (zeros, schema, buckets) = (0, SCHEMA_MAX, Vec::new());
    Ok(HistogramParts { sum, min, max, exact: Some(values), zeros, schema, buckets })
}

fn read_buckets(reader: &mut Reader<'_>, room: &mut Room) -> Result<HistogramParts, DecodeError> {
    let schema = reader.byte()? as i8;
    if !(SCHEMA_MIN..=SCHEMA_MAX).contains(&schema) {
        return Err(DecodeError::Malformed("unknown schema"));
    }
    let [sum, min, max] = [reader.float()?, reader.float()?, reader.float()?];
    let zeros = reader.varint()?;
    let filled = reader.count(2)?;
    let outermost = (OCTAVES_MAX << SCHEMA_MAX) >> (SCHEMA_MAX - schema);
    let mut buckets: Vec<(i32, u64)> = Vec::with_capacity(filled);
    let mut total = zeros;
    for _ in 0..filled {
        let index = match buckets.last() {
            None => reader.zigzag()?,
            Some((last, _)) => i32::try_from(reader.varint()?)
                .ok()
                .and_then(|gap| gap.checked_add(last + 1))
                .ok_or(DecodeError::Malformed("bucket index out of range"))?,
        };
        if !(-outermost..=outermost).contains(&index) {
            return Err(DecodeError::Malformed("bucket index out of range"));
        }
        let count = reader.varint()?;
        total = total.checked_add(count).ok_or(DecodeError::Malformed("counts overflow"))?;
        buckets.push((index, count));
    }
    if total > 0 && !(min >= 0.0 && max.is_finite()) {
        return Err(DecodeError::Malformed("smallest or largest value is no measurement"));
    }
    if !room.take(&buckets) {
        return Err(DecodeError::Malformed("histograms span too many buckets"));
    }
    Ok(HistogramParts { sum, min, max, exact: None, zeros, schema, buckets })
}
