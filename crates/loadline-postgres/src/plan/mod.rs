//! Reads what `EXPLAIN (ANALYZE, BUFFERS)` and auto_explain say, finds where the time goes, and says what to do.
//!
//! Text or JSON comes in, a [`Plan`] is one tree whatever it was read from; [`measure`] gives each node its own time;
//! [`RULES`] are the pieces of advice, one file each in one list. Deliberately not here: asking a server for plans.

mod condition;
mod error;
mod estimate;
mod explain;
mod insight;
mod measure;
mod node;
mod read;
mod rules;

pub use condition::{Comparison, Conjunct, conjuncts};
pub use error::PlanError;
pub use explain::{Explanation, explain};
pub use insight::Insight;
pub use measure::{Measured, NodeTime, measure};
pub use node::{Actual, Buffers, Figures, Jit, Node, Plan, Trigger};
pub use read::{plans_in, read_plan};
pub use rules::{RULES, Rule};
