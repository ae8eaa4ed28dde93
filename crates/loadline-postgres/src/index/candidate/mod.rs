//! Indexes that might help: what they are as data and SQL, and which ones a statement gives reason for.

mod definition;
mod quote;
mod rule_based;
mod templates;

pub use definition::{IndexDefinition, Key, KeyPart, Method};
pub(crate) use quote::name as name_in_sql;
pub use rule_based::RuleBased;
pub(crate) use rule_based::rule_based;
pub use templates::CandidateOptions;
pub(crate) use templates::candidates;
pub(crate) use templates::identity;
