//! k6's columns: the metric, when, the value, a column for each system tag, then all other tags and the
//! metadata.

use std::collections::BTreeSet;
use std::str::FromStr;

use jiff::Timestamp;
use loadline_core::Tags;

use super::format::SampleFormat;
use super::sample::Sample;
use crate::options::SystemTag;

/// How times are written (`K6_CSV_TIME_FORMAT`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CsvTime {
    /// Seconds since 1970.
    #[default]
    Unix,
    /// Milliseconds since 1970.
    UnixMilli,
    /// Microseconds since 1970.
    UnixMicro,
    /// Nanoseconds since 1970.
    UnixNano,
    /// `2026-01-02T03:04:05Z`
    Rfc3339,
    /// `2026-01-02T03:04:05.678901234Z`
    Rfc3339Nano,
}

/// A word that names no way to write times.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no time format; it is `unix`, `unix_milli`, `unix_micro`, `unix_nano`, `rfc3339` or `rfc3339_nano`"
)]
pub struct CsvTimeError(String);

/// Writes lines of comma-separated values.
#[derive(Debug)]
pub struct CsvFormat {
    /// The tags that have a column, in its order.
    columns: Vec<&'static str>,
    time: CsvTime,
}

impl CsvFormat {
    /// Lines with a column for each of `tags`.
    pub fn new(tags: &BTreeSet<SystemTag>, time: CsvTime) -> Self {
        // These two never tell series apart: they are metadata.
        let is_column = |tag: &&SystemTag| !matches!(tag, SystemTag::Vu | SystemTag::Iter);
        let columns = tags.iter().filter(is_column).map(|tag| tag.name()).collect();
        Self { columns, time }
    }

    fn time(&self, time_ns: i64) -> String {
        let time = || Timestamp::from_nanosecond(i128::from(time_ns)).unwrap_or_default();
        match self.time {
            CsvTime::Unix => time_ns.div_euclid(1_000_000_000).to_string(),
            CsvTime::UnixMilli => time_ns.div_euclid(1_000_000).to_string(),
            CsvTime::UnixMicro => time_ns.div_euclid(1_000).to_string(),
            CsvTime::UnixNano => time_ns.to_string(),
            CsvTime::Rfc3339 => Timestamp::from_second(time_ns.div_euclid(1_000_000_000))
                .unwrap_or_default()
                .to_string(),
            CsvTime::Rfc3339Nano => time().to_string(),
        }
    }
}

impl SampleFormat for CsvFormat {
    fn head(&mut self, out: &mut String) {
        let first = ["metric_name", "timestamp", "metric_value"].into_iter();
        let all = first.chain(self.columns.iter().copied()).chain(["extra_tags", "metadata"]);
        out.push_str(&all.collect::<Vec<_>>().join(","));
        out.push('\n');
    }

    fn sample(&mut self, sample: &Sample, out: &mut String) {
        field(out, &sample.metric.name);
        out.push(',');
        field(out, &self.time(sample.time_ns));
        out.push_str(&format!(",{:.6},", sample.value));
        for column in &self.columns {
            field(out, sample.tags.get(column).unwrap_or_default());
            out.push(',');
        }
        field(out, &joined(sample.tags.iter().filter(|(name, _)| !self.columns.contains(name))));
        out.push(',');
        field(out, &joined(sample.metadata.iter().flat_map(Tags::iter)));
        out.push('\n');
    }
}

/// `a=1&b=2`, as they are.
fn joined<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    pairs.map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
}

/// One field, in quotes where it could be mistaken for several.
fn field(out: &mut String, text: &str) {
    let is_odd = |c: char| matches!(c, ',' | '"' | '\r' | '\n');
    let is_quoted = text.contains(is_odd) || text.starts_with(char::is_whitespace) || text == "\\.";
    if !is_quoted {
        return out.push_str(text);
    }
    out.push('"');
    out.push_str(&text.replace('"', "\"\""));
    out.push('"');
}

impl FromStr for CsvTime {
    type Err = CsvTimeError;

    fn from_str(text: &str) -> Result<Self, CsvTimeError> {
        Ok(match text {
            "unix" => Self::Unix,
            "unix_milli" => Self::UnixMilli,
            "unix_micro" => Self::UnixMicro,
            "unix_nano" => Self::UnixNano,
            "rfc3339" => Self::Rfc3339,
            "rfc3339_nano" => Self::Rfc3339Nano,
            _ => return Err(CsvTimeError(text.to_owned())),
        })
    }
}
