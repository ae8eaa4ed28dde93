//! Redis, with connections that belong to one caller at a time, as `WATCH` and `BLPOP` need them. In come a URL or a
//! client; out go connections that take every command of the redis crate, note what they run, and give up with the
//! task's [`Deadline`](crate::deadline::Deadline). One that was given up in the middle of an answer is broken and is
//! closed, which ends a blocking command on the server, too.
//!
//! Deliberately not here: clusters and subscriptions. Commands that do not block need no pool: the redis crate's own
//! connection carries those of many callers at once.
//!
//! ```no_run
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use loadline_toolkit::pool::{Pool, adapters::redis::RedisManager};
//!
//! let pool = Pool::builder(RedisManager::from_url("redis://127.0.0.1/")?).size(1, 10).build()?;
//! let mut conn = pool.acquire().await?;
//! let (_list, _job): (String, String) = redis::cmd("BLPOP").arg("jobs").arg(5).query_async(&mut *conn).await?;
//! # Ok(())
//! # }
//! ```

mod changes;
mod conn;
mod error;
mod manager;
#[cfg(test)]
mod tests;

pub use conn::RedisConn;
pub use manager::RedisManager;
