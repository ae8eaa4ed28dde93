//! Indexes that might help: what they are as data and SQL, and which ones a statement gives reason for.

mod definition;
mod quote;
mod rule_based;
mod templates;

pub use definition::{IndexDefinition, Key, KeyPart, Method};
pub use rule_based::{RuleBased, rule_based};
pub(crate) use quote::name as quoted_name;
pub(crate) use templates::identity;
pub use templates::{CandidateOptions, candidates};
