//! k6's streams of samples: json and csv.
//!
//! Samples come in one by one, text in k6's formats goes out. Files are opened and written elsewhere; what is
//! sent as totals (Prometheus, OpenTelemetry) is made from windows in `loadline-report`.

mod csv;
mod format;
mod json;
mod number;
mod sample;

pub use csv::{CsvFormat, CsvTime, CsvTimeError};
pub use format::SampleFormat;
pub use json::JsonFormat;
pub use sample::{Metric, Sample, Submetric};

#[cfg(test)]
mod tests;
