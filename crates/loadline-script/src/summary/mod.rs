//! The end-of-test summary: k6's data shape, its text, its export.
//!
//! [`Results`] comes in, filled from a run's windows; documents and text go out. Nothing is printed here, and
//! no threshold is judged: outcomes come in with the results.

mod kind;
mod options;
mod results;

pub use kind::{Contains, MetricKind};
pub use options::{SummaryOptionError, SummaryOptions, TimeUnit, TrendStat};
pub use results::{Check, Group, MetricResult, NamedSection, Results, Section, ThresholdResult};
