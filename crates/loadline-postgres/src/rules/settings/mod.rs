//! What settings suit a machine (D5). In come facts, the machine and the kind of workload; out go values, each with its
//! reason and source, as statements or as lines of a file.
//!
//! Deliberately not here: settings that are wrong whatever the machine (`unsafe_setting`), and changing any.

mod recommend;
mod recommendation;
mod workload;

pub use recommend::recommendations;
pub use recommendation::Recommendation;
pub use workload::Workload;
