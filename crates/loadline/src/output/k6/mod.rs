//! k6's outputs of a script's run: `-o KIND` or `-o KIND=WHERE`, set up further by `K6_*` variables.
//!
//! Samples go to files one by one (json, csv), totals to receivers (Prometheus, OpenTelemetry). One kind, one
//! file, registered in `K6_OUTPUTS`. Files hold a run up rather than lose a sample; receivers never do.

mod csv;
mod files;
mod json;
mod kind;
mod open;
mod opentelemetry;
mod prometheus;
mod samples;
mod variables;

pub(crate) use kind::{K6_OUTPUTS, K6Opening, K6Out};
pub(crate) use open::K6Outputs;
pub(crate) use variables::Variables;

#[cfg(test)]
mod tests;
