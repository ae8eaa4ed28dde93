//! What a statement would cost if other indexes were there: the planner asked through HypoPG.
//!
//! `planner` is the question as a trait, so that the search is tested without a server; `hypopg` asks a real one,
//! `estimate` goes without; `plan_text` reads plans; `serious` takes small savings for none.

mod estimate;
mod hypopg;
mod plan_text;
mod planner;
mod serious;

pub(crate) use estimate::Estimate;
pub(crate) use hypopg::{HypoPg, HypoPgError};
pub use planner::{Planned, WhatIf};
pub(crate) use serious::Serious;
