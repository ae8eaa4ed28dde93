//! What is known of the database before any statement is looked at: tables with their columns' statistics, indexes,
//! views, and how names without a schema are found.
//!
//! Deliberately not here: what statements do with it (`statement`), and how large an index becomes (`size`).

mod names;
mod parts;
mod read;
mod table;

pub use names::Catalogue;
pub(crate) use names::{Relation, ended};
pub use read::read_catalogue;
pub use table::{Column, ColumnKind, ExistingIndex, Table, Writes};
