//! The shop's database: SQLite in WAL mode, one writer, several readers, each on its own thread.
//!
//! SQLite lets one connection write while any number read, and each call blocks its thread. So
//! connections never meet the async runtime: a handler hands a closure to a [`pool::Pool`] and
//! awaits the answer. Writes queue behind one connection and never meet a lock; reads never wait
//! for a write.
//!
//! Statements stand in one file per table (`users`, `items`, `orders`). Deliberately not here:
//! HTTP and wire shapes.

mod connection;
mod error;
pub(crate) mod items;
mod open;
pub(crate) mod orders;
mod pool;
mod schema;
mod seed;
pub(crate) mod users;

pub use error::DatabaseError;
pub(crate) use open::Database;

#[cfg(test)]
mod tests;
