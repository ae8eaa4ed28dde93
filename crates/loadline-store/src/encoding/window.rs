//! The bytes of a whole window: version, strings, series, checksum.

use std::collections::HashMap;
use std::sync::Arc;

use loadline_core::window::{Aggregate, Gauge, SeriesKey, Share, Tags, Window};

use super::checksum::crc32;
use super::error::{DecodeError, EncodeError};
use super::histogram::{self, KIND_BUCKETS, KIND_EXACT, KIND_NANOSECONDS, Room};
use super::reader::Reader;
use super::writer::Writer;

/// Bytes of a body at most. A one-second window of twenty busy series takes 25 to 70 kB.
pub(super) const BODY_BYTES_MAX: usize = 16 << 20;
const VERSION: u8 = 1;
const KIND_COUNTER: u8 = 3;
const KIND_GAUGE: u8 = 4;
const KIND_SHARE: u8 = 5;
/// A series takes at least its metric, its number of tags, its kind and two bytes of aggregate.
const SERIES_BYTES_MIN: usize = 5;

/// The body of `window`: all but its start and length.
pub(crate) fn encode(window: &Window) -> Result<Vec<u8>, EncodeError> {
    let strings = Strings::of(window);
    let mut writer = Writer::default();
    writer.byte(VERSION);
    writer.varint(strings.texts.len() as u64);
    strings.texts.iter().for_each(|text| writer.text(text));
    writer.varint(window.series.len() as u64);
    let mut room = Room::new();
    for (key, aggregate) in &window.series {
        write_key(&mut writer, key, &strings);
        write_aggregate(&mut writer, key, aggregate, &mut room)?;
        // Inside the loop, so that a window far too large is given up early.
        fits(&writer)?;
    }
    let checksum = crc32(&writer.bytes);
    writer.bytes.extend_from_slice(&checksum.to_le_bytes());
    fits(&writer)?;
    Ok(writer.bytes)
}

fn fits(writer: &Writer) -> Result<(), EncodeError> {
    let (bytes, max) = (writer.bytes.len(), BODY_BYTES_MAX);
    if bytes > max { Err(EncodeError::TooLarge { bytes, max }) } else { Ok(()) }
}

/// The window at `start_ms` that `body` was made of.
pub(crate) fn decode(start_ms: i64, length_ms: u32, body: &[u8]) -> Result<Window, DecodeError> {
    let (bytes, max) = (body.len(), BODY_BYTES_MAX);
    if bytes > max {
        return Err(DecodeError::TooLarge { bytes, max });
    }
    let (content, checksum) = body.split_last_chunk().ok_or(DecodeError::Short)?;
    match content.first() {
        None => return Err(DecodeError::Short),
        Some(&VERSION) => (),
        Some(other) => return Err(DecodeError::Version(*other)),
    }
    if crc32(content) != u32::from_le_bytes(*checksum) {
        return Err(DecodeError::Checksum);
    }
    let mut window = Window::new(start_ms, length_ms);
    read_series(&mut Reader::new(&content[1..]), &mut window)?;
    Ok(window)
}

/// Every metric, tag name and tag value of a window, once, in the order of first use.
struct Strings<'a> {
    texts: Vec<&'a str>,
    places: HashMap<&'a str, u64>,
}

impl<'a> Strings<'a> {
    fn of(window: &'a Window) -> Self {
        let mut strings = Self { texts: Vec::new(), places: HashMap::new() };
        for key in window.series.keys() {
            strings.keep(&key.metric);
            for (name, value) in key.tags.iter() {
                strings.keep(name);
                strings.keep(value);
            }
        }
        strings
    }

    fn keep(&mut self, text: &'a str) {
        let next = self.texts.len() as u64;
        let texts = &mut self.texts;
        self.places.entry(text).or_insert_with(|| {
            texts.push(text);
            next
        });
    }

    fn place(&self, text: &str) -> u64 {
        self.places[text]
    }
}

fn write_key(writer: &mut Writer, key: &SeriesKey, strings: &Strings<'_>) {
    writer.varint(strings.place(&key.metric));
    writer.varint(key.tags.iter().count() as u64);
    for (name, value) in key.tags.iter() {
        writer.varint(strings.place(name));
        writer.varint(strings.place(value));
    }
}

fn write_aggregate(
    writer: &mut Writer,
    key: &SeriesKey,
    aggregate: &Aggregate,
    room: &mut Room,
) -> Result<(), EncodeError> {
    match aggregate {
        Aggregate::Histogram(whole) => histogram::write(writer, whole, room, &key.metric)?,
        Aggregate::Counter(value) => {
            writer.byte(KIND_COUNTER);
            writer.float(*value);
        }
        Aggregate::Gauge(gauge) => {
            writer.byte(KIND_GAUGE);
            for value in [gauge.last, gauge.min, gauge.max, gauge.sum] {
                writer.float(value);
            }
            writer.varint(gauge.count);
        }
        Aggregate::Share(share) => {
            writer.byte(KIND_SHARE);
            writer.varint(share.hits);
            writer.varint(share.total);
        }
    }
    Ok(())
}

fn read_series(reader: &mut Reader<'_>, window: &mut Window) -> Result<(), DecodeError> {
    let strings = (0..reader.count(1)?)
        .map(|_| reader.text().map(Arc::from))
        .collect::<Result<Vec<Arc<str>>, _>>()?;
    let mut room = Room::new();
    for _ in 0..reader.count(SERIES_BYTES_MIN)? {
        let key = read_key(reader, &strings)?;
        if window.series.last_key_value().is_some_and(|(last, _)| *last >= key) {
            return Err(DecodeError::Malformed("series out of order"));
        }
        let aggregate = read_aggregate(reader, &mut room)?;
        window.series.insert(key, aggregate);
    }
    if reader.is_empty() { Ok(()) } else { Err(DecodeError::Malformed("bytes left over")) }
}

fn read_key(reader: &mut Reader<'_>, strings: &[Arc<str>]) -> Result<SeriesKey, DecodeError> {
    let metric = read_string(reader, strings)?;
    let count = reader.count(2)?;
    let mut pairs: Vec<(Arc<str>, Arc<str>)> = Vec::with_capacity(count);
    for _ in 0..count {
        let pair = (read_string(reader, strings)?, read_string(reader, strings)?);
        if pairs.last().is_some_and(|(last, _)| *last >= pair.0) {
            return Err(DecodeError::Malformed("tags out of order"));
        }
        pairs.push(pair);
    }
    Ok(SeriesKey::new(metric, Tags::new(pairs)))
}

fn read_string(reader: &mut Reader<'_>, strings: &[Arc<str>]) -> Result<Arc<str>, DecodeError> {
    let place = reader.varint()?;
    let known = usize::try_from(place).ok().and_then(|place| strings.get(place));
    known.cloned().ok_or(DecodeError::Malformed("no such text"))
}

fn read_aggregate(reader: &mut Reader<'_>, room: &mut Room) -> Result<Aggregate, DecodeError> {
    Ok(match reader.byte()? {
        kind @ (KIND_EXACT | KIND_NANOSECONDS | KIND_BUCKETS) => {
            Aggregate::Histogram(histogram::read(reader, kind, room)?)
        }
        KIND_COUNTER => Aggregate::Counter(reader.float()?),
        KIND_GAUGE => Aggregate::Gauge(Gauge {
            last: reader.float()?,
            min: reader.float()?,
            max: reader.float()?,
            sum: reader.float()?,
            count: reader.varint()?,
        }),
        KIND_SHARE => Aggregate::Share(Share { hits: reader.varint()?, total: reader.varint()? }),
        _ => return Err(DecodeError::Malformed("unknown kind of series")),
    })
}
