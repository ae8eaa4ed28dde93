//! What a statement would cost if other indexes were there: the planner asked through HypoPG.
//!
//! `planner` is the question as a trait, so that the search is tested without a server; `hypopg` asks a real one;
//! `plan_text` reads its answers.

mod estimate;
mod hypopg;
mod plan_text;
mod planner;

pub(crate) use estimate::Estimate;
pub(crate) use hypopg::{HypoPg, HypoPgError, hypopg_version};
pub use planner::{Planned, WhatIf};
