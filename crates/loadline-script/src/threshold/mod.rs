//! Thresholds in k6's grammar: expressions and sub-metrics come in, promises for the one judge go out.
//!
//! `expression` reads `p(95)<200`, `selector` reads `http_req_duration{scenario:one}`, `compile` puts both together
//! with what is known of the metrics, and `watch` says when a threshold ends a test. Judging is done elsewhere.

mod compile;
mod expression;
mod selector;
mod watch;

pub use compile::{Metric, Threshold, Thresholds};
pub(crate) use selector::submetric;
pub use watch::ThresholdWatch;

#[cfg(test)]
mod tests;
