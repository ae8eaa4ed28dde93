//! OpenTelemetry: windows as they come become requests of its protocol over HTTP.
//!
//! Names, units and bounds of buckets are those of k6, figures are totals since the start of the run. Sending is
//! the caller's work.

mod message;
mod request;

pub use request::{Otlp, OtlpOptions};

#[cfg(test)]
mod tests;
