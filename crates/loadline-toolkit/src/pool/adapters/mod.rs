//! What a pool knows of particular servers: one folder and one feature per client library, each a
//! [`Manager`](crate::pool::Manager) and the connection it makes. The pool itself knows none of them.

#[cfg(feature = "pool-postgres")]
pub mod postgres;
#[cfg(feature = "pool-redis")]
pub mod redis;
#[cfg(feature = "pool-sqlite")]
pub mod sqlite;
