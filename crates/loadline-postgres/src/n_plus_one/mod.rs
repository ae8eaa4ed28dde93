//! N+1: a statement that an endpoint of a service sends once for each row of another statement, where one would do.
//!
//! In come requests per endpoint beside counters of statements, window by window ([`Ledger`]), or spans that a service
//! exported ([`read_spans`]); out goes a [`LoopReport`]: which endpoint, which statement, how many calls a request, whether
//! they grow with the data. The log's own order of statements is judged by
//! `log/rules/loops.rs` in the same words.
//!
//! Deliberately not here: sending requests, and reading counters (`statements`).

mod advice;
mod bounds;
mod fit;
mod judge;
mod ledger;
mod observation;
mod report;
mod spans;

pub use ledger::Ledger;
pub use observation::{Calls, Observation};
pub use report::{Estimate, Growth, Inseparable, LoopReport, Parent, Source, StatementLoop};
pub use spans::{SpanReport, SpansError, read_spans};

#[cfg(test)]
mod tests;
