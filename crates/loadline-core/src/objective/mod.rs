//! The objective: one promise as one sentence, such as `http p95 < 200ms where class = simple`.
//!
//! A sentence comes in, an [`Objective`] goes out, and printing it gives a sentence that parses to the
//! same objective. The catalogue knows the built-in metrics: their unit, the series they are read from
//! and who can measure them. Judging is the judge's work.

mod catalogue;
mod error;
mod parse;
mod sentence;
mod statistic;

pub use catalogue::{CATALOGUE, Measured, MetricInfo, Reading, metric_info, metric_like};
pub use error::ObjectiveError;
pub use sentence::{Comparison, Objective};
pub use statistic::Statistic;

#[cfg(test)]
mod tests;
