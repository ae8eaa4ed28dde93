//! The databases of the server.
//!
//! Deliberately not here: what is in the others; a session sees the inside of one.

use crate::session::{Cells as _, Session, SessionError};

const DATABASES_MAX: i64 = 1_000;

/// A database.
#[derive(Debug, Clone, Default)]
pub struct Database {
    /// The server's number of it.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// Whether it is the one of the session.
    pub is_own: bool,
    /// Transactions since its oldest row was frozen.
    pub frozen_age: i64,
    /// Pages found in the server's memory.
    pub hit_blocks: i64,
    /// Pages asked of the system.
    pub read_blocks: i64,
    /// Bytes of temporary files.
    pub temp_bytes: i64,
    /// Seconds its statistics are counted for, where somebody ever reset them.
    pub counted_s: Option<f64>,
    /// Transactions done.
    pub transactions: i64,
    /// Rows returned by scans.
    pub rows_read: i64,
    /// Rows written.
    pub rows_written: i64,
}

impl Database {
    /// The share of pages that were found in the server's memory.
    #[must_use]
    pub fn hit_share(&self) -> f64 {
        let all = self.hit_blocks + self.read_blocks;
        if all > 0 { self.hit_blocks as f64 / all as f64 } else { 1.0 }
    }
}

const DATABASES: &str = "\
SELECT d.oid::int8 AS id, d.datname::text AS name, d.datname = current_database() AS is_own,
       age(d.datfrozenxid)::int8 AS frozen_age, s.blks_hit AS hit_blocks, s.blks_read AS read_blocks,
       s.temp_bytes, extract(epoch FROM now() - s.stats_reset)::float8 AS counted_s,
       s.xact_commit + s.xact_rollback AS transactions, s.tup_returned AS rows_read,
       s.tup_inserted + s.tup_updated + s.tup_deleted AS rows_written
  FROM pg_database d
  LEFT JOIN pg_stat_database s ON s.datid = d.oid
 WHERE d.datallowconn
 ORDER BY is_own DESC, age(d.datfrozenxid) DESC LIMIT $1";

pub(super) async fn read(session: &Session) -> Result<Vec<Database>, SessionError> {
    let rows = session.query(DATABASES, &[&DATABASES_MAX]).await?;
    let database = |row: &tokio_postgres::Row| {
        Ok(Database {
            id: row.int("id")?,
            name: row.text("name")?,
            is_own: row.bool("is_own")?,
            frozen_age: row.int("frozen_age")?,
            hit_blocks: row.int("hit_blocks")?,
            read_blocks: row.int("read_blocks")?,
            temp_bytes: row.int("temp_bytes")?,
            counted_s: row.float_or_none("counted_s")?,
            transactions: row.int("transactions")?,
            rows_read: row.int("rows_read")?,
            rows_written: row.int("rows_written")?,
        })
    };
    rows.iter().map(database).collect()
}
