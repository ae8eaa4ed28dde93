//! Where a workload comes from: the server's statistics of statements, its logs, or files of queries. In come those; out
//! goes a [`Gathered`]: statements with how often they ran, and what was left out by reason.
//!
//! Deliberately not here: whether a statement can take part at all, which the choice finds out.

mod error;
mod files;
mod gathered;
mod logs;
mod parameters;
mod pieces;
mod statistics;

#[cfg(test)]
mod tests;

pub use error::SourceError;
pub use files::from_files;
pub use gathered::Gathered;
pub use logs::from_log;
pub use statistics::from_statistics;
