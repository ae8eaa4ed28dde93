//! What rules judge, as it was read. In comes a session; out go plain values: about ten statements, whatever the number
//! of rules, each with a bound on its rows.
//!
//! Deliberately not here: opinions.

mod activity;
mod database;
mod gather;
mod index;
mod key;
mod machine;
mod pooler;
mod replication;
mod sequence;
mod server;
mod table;
mod texts;

pub use activity::{Backend, PreparedTransaction};
pub use database::Database;
pub use gather::Facts;
pub use index::Index;
pub use key::ForeignKey;
pub use machine::{Disk, Machine};
#[cfg(test)]
pub(crate) use pooler::pool;
pub use pooler::{Pool, read_pools};
pub use replication::{Replica, Replication, Slot};
pub use sequence::Sequence;
pub use server::{Server, Setting};
pub use table::Table;
pub use texts::{bytes, count, duration, ms, percent};
