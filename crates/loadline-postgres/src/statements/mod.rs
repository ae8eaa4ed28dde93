//! What `pg_stat_statements` counts, read and compared. In comes a session; out go counters per statement, since the
//! statistics began or between two moments, and what a statement's text says about its kind.
//!
//! Deliberately not here: judging them (`rules`), and durations of single executions, which only the log has (`log`).

mod classes;
mod counters;
mod delta;
mod kind;
mod lag;
mod order;
mod pulse;
mod reader;
mod series;
mod timing;
mod words;

pub use counters::{Counters, Reading, Statement, StatementKey};
pub use delta::{Between, between};
pub use kind::{StatementClass, StatementKind};
pub use order::StatementOrder;
pub use pulse::{Pulse, PulseReader, States};
pub use reader::StatementReader;
pub(crate) use reader::TEXT_MAX;
pub(crate) use series::tags;
pub use timing::Timing;
pub use words::{Word, words};

#[cfg(test)]
mod tests;
