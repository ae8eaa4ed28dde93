//! JSON: every figure of a report, for programs, in a documented and versioned schema.
//!
//! The wire structs here are the schema: field order is the order in the file, the base unit stands in each
//! name, and what was not measured is null rather than absent. A field is never renamed or given another
//! meaning within one version. `docs/reference/report-json.md` describes them.

mod document;
mod levels;
mod requests;
mod run;
mod samples;
mod streams;
mod stretches;
mod verdicts;
mod watched;

pub use document::SCHEMA;
pub(crate) use document::render;
