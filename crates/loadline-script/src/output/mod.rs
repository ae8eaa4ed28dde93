//! k6's streams of samples: json, csv and opentelemetry.
//!
//! Samples come in one by one, bytes in k6's formats go out. Files and connections are opened elsewhere.

mod sample;

pub use sample::{Metric, Sample, Submetric};
