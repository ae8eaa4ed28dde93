//! Statements as the choice of indexes sees them: which columns of which table are compared, joined, sorted, grouped and
//! read, and a text the planner can be asked about.
//!
//! `read` parses, `resolver` finds out what names mean, `parameters` gives `$1` a value, `print` makes text of what was
//! changed. Text that cannot be read is
//! skipped and counted by whoever asked.

mod parameters;
mod print;
mod read;
mod resolver;
mod shape;
mod typed;

pub use read::SkipReason;
pub(crate) use read::{ReadStatement, STATEMENT_BYTES_MAX, read_statements};
pub(crate) use shape::{Condition, OrderKey, Shape, SpecialKind, TableUse};
