//! SQLite by rusqlite. In come closures; each runs on the thread of its connection, so that no thread of the runtime
//! ever waits for the disk, and there are never more such threads than connections. Out come their results. A closure
//! whose caller has left, or whose [`Deadline`](crate::deadline::Deadline) passed, is interrupted.
//!
//! SQLite has one writer at a time. What scales is a pool of readers ([`SqliteManager::read_only`]) beside a pool of one
//! for writes: then writers queue in the order they came instead of polling for the lock.
//!
//! Deliberately not here: databases in memory, which no two connections share.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use loadline_toolkit::pool::{Pool, adapters::sqlite::SqliteManager};
//!
//! # let folder = std::env::temp_dir().join(format!("loadline-sqlite-{}", std::process::id()));
//! # std::fs::create_dir_all(&folder)?;
//! let file = folder.join("shop.db");
//! let writer = Pool::builder(SqliteManager::file(&file)).size(1, 1).overflow(0).build()?;
//!
//! let mut conn = writer.acquire().await?;
//! let answer: i64 = conn
//!     .interact(|db| {
//!         db.execute_batch("CREATE TABLE item (id INTEGER PRIMARY KEY, stock INTEGER)")?;
//!         let transaction = db.transaction()?;
//!         transaction.execute("INSERT INTO item (stock) VALUES (?1)", [42])?;
//!         transaction.commit()?;
//!         db.query_row("SELECT stock FROM item", [], |row| row.get(0))
//!     })
//!     .await?;
//! assert_eq!(answer, 42);
//! # drop(conn);
//! # drop(writer);
//! # std::fs::remove_dir_all(&folder)?;
//! # Ok(())
//! # }
//! ```

mod conn;
mod error;
mod manager;
#[cfg(test)]
mod tests;
mod worker;

pub use conn::SqliteConn;
pub use error::SqliteError;
pub use manager::SqliteManager;
