//! The choice of indexes: candidates from statements, judged by the server's own planner, chosen together under a budget of storage.
//!
//! `catalogue` is what the database has, `statement` what is asked of it, `candidate` what might help, `what_if` who judges,
//! `search` who chooses; `advise` is the whole way and `advice` what comes out. `size` and `upkeep` say what an index takes;
//! `source` is where statements come from, `build` makes what was chosen.
//! What the planner promises is a promise; `prove` builds, measures and withdraws.

mod advice;
mod advise;
mod build;
mod candidate;
mod catalogue;
mod error;
mod options;
mod prove;
pub mod search;
mod size;
mod source;
mod statement;
mod upkeep;
mod what_if;
mod workload;

#[cfg(test)]
mod tests;

pub use advice::{Advice, Basis, Recommended, StatementGain};
pub use advise::advise;
pub use build::{Built, Remainder, build};
pub use candidate::{CandidateOptions, IndexDefinition, Key, KeyPart, Method, RuleBased};
pub use catalogue::{Catalogue, Column, ColumnKind, ExistingIndex, Table, Writes, read_catalogue};
pub use error::IndexError;
pub use options::{AdviseOptions, Sizes, Worth};
pub use prove::{
    Change, Consent, Fate, Interval, Need, Origin, Proof, ProveError, ProveOptions, ProveStep,
    ProvenIndex, StatementProof, Withdrawal, prove, prove_indexes, prove_on_copy,
};
pub use search::{Limits, Progress};
pub use size::index_size_bytes;
pub use source::{Gathered, SourceError, from_files, from_log, from_statistics};
pub use statement::SkipReason;
pub use upkeep::Upkeep;
pub use what_if::{Planned, WhatIf};
pub use workload::{Workload, WorkloadStatement};
