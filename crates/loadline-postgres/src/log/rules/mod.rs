//! Advice on logs: one rule a file, all in one list.

mod autovacuum;
mod checkpoints;
mod connections;
mod deadlocks;
mod failures;
mod list;
mod lock_waits;
mod loops;
mod slow_statements;
mod temp_files;
mod unlogged;

pub use list::{RULES, Rule, advise};

#[cfg(test)]
mod tests;
