//! What rules judge, as it was read. In comes a session; out go plain values: about ten statements, whatever the number
//! of rules, each with a bound on its rows.
//!
//! Deliberately not here: opinions.

mod activity;
mod choice;
mod database;
mod disk;
mod gather;
mod growth;
mod heat;
mod index;
mod key;
mod machine;
mod pooler;
mod replication;
mod sequence;
mod server;
mod table;
mod texts;
mod waste;

pub use activity::{Backend, PreparedTransaction};
pub use choice::{Choice, ChoiceError};
pub use database::Database;
pub use disk::DiskReads;
pub use gather::Facts;
pub use growth::{Growth, TableReading};
pub use heat::{Heat, Use, uses};
pub use index::Index;
pub use key::ForeignKey;
pub use machine::{Disk, Machine};
#[cfg(test)]
pub(crate) use pooler::pool;
pub use pooler::{Pool, PoolReader, read_pools};
pub use replication::{Replica, Replication, Slot};
pub use sequence::Sequence;
pub use server::{Server, Setting};
pub use table::Table;
pub use texts::{bytes, count, duration, ms, percent};
pub use waste::Waste;
