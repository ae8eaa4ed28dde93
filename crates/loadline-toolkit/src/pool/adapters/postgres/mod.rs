//! PostgreSQL by tokio-postgres. In come a URL or a configuration; out go connections that note what they run for the
//! pool's explanations, stop it on the server when the caller's [`Deadline`](crate::deadline::Deadline) passes or its
//! future is dropped, and go back to the pool in order: nothing that runs, no open transaction, no changed settings.
//!
//! Deliberately not here: a driver. What the wrapper does not have is reached by [`PostgresConn::run`] (watched) or
//! [`PostgresConn::client`] (not watched).
//!
//! ```no_run
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use loadline_toolkit::pool::{Pool, adapters::postgres::PostgresManager};
//! use loadline_toolkit::deadline::Deadline;
//! use std::time::Duration;
//!
//! let manager = PostgresManager::from_url("postgres://shop@127.0.0.1/shop")?;
//! let pool = Pool::builder(manager).size(2, 10).build()?;
//!
//! // Wherever it is when the 200 ms are over, nothing of it goes on: the wait for a connection ends, or the server
//! // is told to stop the statement.
//! let work = Deadline::after(Duration::from_millis(200)).scope(async {
//!     let mut conn = pool.acquire().await?;
//!     let mut transaction = conn.transaction().await?;
//!     transaction.execute("UPDATE item SET stock = stock - 1 WHERE id = $1", &[&7_i32]).await?;
//!     let row = transaction.query_one("SELECT stock FROM item WHERE id = $1", &[&7_i32]).await?;
//!     transaction.commit().await?;
//!     Ok::<i32, Box<dyn std::error::Error>>(row.get(0))
//! });
//! let _stock = work.await?;
//! # Ok(())
//! # }
//! ```

mod conn;
mod error;
mod manager;
mod session;
mod statements;
#[cfg(test)]
mod tests;
mod transaction;

pub use conn::PostgresConn;
pub use error::PostgresError;
pub use manager::{PostgresManager, PostgresReset};
pub use transaction::PostgresTransaction;
