//! The end-of-test summary: k6's data shape, its text, its export.
//!
//! [`Results`] comes in, filled from a run's windows; documents and text go out. Nothing is printed here, and
//! no threshold is judged: outcomes come in with the results.

mod document;
mod figures;
mod fill;
mod kind;
mod machine;
mod number;
mod options;
mod parts;
mod results;
mod text;

pub use fill::Catalogue;
pub use kind::{Contains, MetricKind};
pub use machine::MachineHead;
pub use options::{SummaryOptions, TrendStat};
pub use results::{Check, Group, MetricResult, NamedSection, Results, Section, ThresholdResult};

#[cfg(test)]
mod tests;
#[cfg(test)]
pub(crate) use tests::recorded_metric;
