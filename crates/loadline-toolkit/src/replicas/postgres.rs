//! PostgreSQL behind the router: a pool per server, and the position in the write-ahead log.
//!
//! ```no_run
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use loadline_toolkit::{
//!     pool::{Pool, adapters::postgres::PostgresManager},
//!     replicas::{Consistency, ReplicaRouter, postgres::PostgresNode},
//! };
//!
//! let node = |url| -> Result<_, Box<dyn std::error::Error>> {
//!     Ok(PostgresNode::new(Pool::builder(PostgresManager::from_url(url)?).build()?))
//! };
//! let router = ReplicaRouter::builder(node("postgres://shop@10.0.0.1/shop")?)
//!     .replica("east", node("postgres://shop@10.0.0.2/shop")?)
//!     .build()?;
//!
//! let mut conn = router.write().await?;
//! conn.execute("UPDATE item SET stock = 0 WHERE id = 7", &[]).await?;
//! let written = conn.position().await?;
//! drop(conn);
//!
//! let mut conn = router.read(Consistency::Session(written)).await?;
//! let _row = conn.query_one("SELECT stock FROM item WHERE id = 7", &[]).await?;
//! # Ok(())
//! # }
//! ```

use super::{Node, Position};
use crate::{
    Transient,
    pool::{
        Manager, Pool, PoolError, Pooled,
        adapters::postgres::{PostgresConn, PostgresError, PostgresManager},
    },
};
use std::{
    panic::Location,
    sync::{Mutex, PoisonError},
    time::Duration,
};
use tokio_postgres::types::PgLsn;

/// What a replica has replayed, or what the primary has written. With `synchronous_commit = off` a commit may return
/// before it is written, and a reader who waits for the position may miss it.
const POSITION: &str = "SELECT CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END";

/// One PostgreSQL of a router: its pool for callers, and one connection beside it that the router asks how far it is, so
/// that a pool with all connections out is not taken for a server that is down.
pub struct PostgresNode<M: Manager = PostgresManager> {
    pool: Pool<M>,
    /// Out while it is asked; not put back when that fails or is given up.
    own: Mutex<Option<M::Conn>>,
}

/// Why a server gave no connection or no position.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PostgresNodeError {
    /// The pool has none.
    #[error(transparent)]
    Pool(#[from] PoolError),
    /// The server did not say how far it is.
    #[error(transparent)]
    Postgres(#[from] PostgresError),
}

impl Transient for PostgresNodeError {
    fn is_transient(&self) -> bool {
        match self {
            Self::Pool(error) => error.is_transient(),
            Self::Postgres(error) => error.is_transient(),
        }
    }

    fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Pool(error) => error.retry_after(),
            Self::Postgres(error) => error.retry_after(),
        }
    }
}

impl<M: Manager> PostgresNode<M> {
    /// The server that the pool connects to.
    #[must_use]
    pub fn new(pool: Pool<M>) -> Self {
        Self { pool, own: Mutex::new(None) }
    }

    /// The server's pool.
    #[must_use]
    pub fn pool(&self) -> &Pool<M> {
        &self.pool
    }

    fn own(&self) -> std::sync::MutexGuard<'_, Option<M::Conn>> {
        self.own.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<M> Node for PostgresNode<M>
where
    M: Manager<Conn = PostgresConn, Error = PostgresError>,
{
    type Conn = Pooled<M>;
    type Error = PostgresNodeError;

    async fn acquire(
        &self,
        asked_at: &'static Location<'static>,
    ) -> Result<Pooled<M>, PostgresNodeError> {
        Ok(self.pool.acquire_at(asked_at).await?)
    }

    async fn position(&self) -> Result<Position, PostgresNodeError> {
        let kept = self.own().take();
        let mut conn = match kept {
            Some(conn) => conn,
            None => self.pool.manager().connect().await?,
        };
        let position = position_of(&mut conn).await?;
        *self.own() = Some(conn);
        Ok(position)
    }

    async fn position_on(&self, conn: &mut Pooled<M>) -> Result<Position, PostgresNodeError> {
        Ok(position_of(conn).await?)
    }
}

impl<M: Manager> std::fmt::Debug for PostgresNode<M> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PostgresNode").field("pool", &self.pool).finish_non_exhaustive()
    }
}

async fn position_of(conn: &mut PostgresConn) -> Result<Position, PostgresError> {
    let row = conn.query_one(POSITION, &[]).await?;
    // A replica that has replayed nothing since its start has none.
    let position: Option<PgLsn> = row.try_get(0)?;
    Ok(Position::new(position.map_or(0, u64::from)))
}
