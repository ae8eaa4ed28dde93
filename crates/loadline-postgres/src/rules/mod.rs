//! Advice on a server: facts are gathered once, and each rule judges them, one file a rule, in one ordered list. In comes a
//! session; out goes advice with its evidence, the statement to run and the gain to expect, and what stayed hidden.
//!
//! Deliberately not here: changing anything, and indexes that are still to be chosen (`crate::index`).

mod advice;
mod bloat;
mod blocked_session;
mod cache_hits;
mod check;
mod checkpoints;
mod connections_used;
mod dead_rows;
mod duplicate_index;
pub mod facts;
mod fold;
mod foreign_key_index;
mod idle_in_transaction;
mod idle_sessions;
mod invalid_index;
mod limits;
mod list;
mod materialised_view;
mod missing_index;
mod need;
mod partition;
mod pool_waits;
mod prefix_index;
mod prepared_transaction;
mod primary_key;
mod recommended_index;
mod replication_lag;
mod sequence_end;
pub mod settings;
mod settings_differ;
mod settle;
mod slot;
mod slow_statement;
mod stale_statistics;
mod unsafe_setting;
mod unused_index;
mod work_mem;
mod wraparound;

pub use advice::{Advice, Gain, Severity};
pub use check::{Check, check};
pub use limits::Limits;
pub use list::{RULES, Rule, rule};
pub use need::{Hidden, Need};

#[cfg(test)]
mod tests;
