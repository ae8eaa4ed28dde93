//! Who is connected and what they do.
//!
//! Deliberately not here: the session that asks.

use crate::session::{Cells as _, Session, SessionError};

const BACKENDS_MAX: i64 = 20_000;

/// A client's connection.
#[derive(Debug, Clone, Default)]
pub struct Backend {
    /// Its process.
    pub pid: i64,
    /// Its role.
    pub role: String,
    /// What it calls itself.
    pub application: String,
    /// Its database.
    pub database: String,
    /// `active`, `idle`, `idle in transaction`; empty where it may not be seen.
    pub state: String,
    /// Seconds in that state.
    pub state_s: f64,
    /// Seconds since its transaction began.
    pub transaction_s: Option<f64>,
    /// Seconds since it connected.
    pub connected_s: f64,
    /// Whether VACUUM must keep what its transaction may still see.
    pub holds_horizon: bool,
    /// What it waits for: `Lock: transactionid`.
    pub waits_for: String,
    /// Processes that it waits for, where it waits for a lock.
    pub blockers: Vec<String>,
    /// Its statement, or its last one.
    pub statement: String,
}

impl Backend {
    /// Whether its transaction waits for the client.
    #[must_use]
    pub fn is_idle_in_transaction(&self) -> bool {
        self.state.starts_with("idle in transaction")
    }

    /// What others say when they speak of it.
    #[must_use]
    pub fn topic(&self) -> String {
        format!("process {}", self.pid)
    }

    /// For people: `process 4711 (app as billing)`.
    #[must_use]
    pub fn title(&self) -> String {
        let application = if self.application.is_empty() { "no name" } else { &self.application };
        format!("process {} ({application}, role {})", self.pid, self.role)
    }
}

/// A transaction that was prepared for two-phase commit.
#[derive(Debug, Clone, Default)]
pub struct PreparedTransaction {
    /// The name it was given.
    pub name: String,
    /// Seconds since.
    pub age_s: f64,
}

const BACKENDS: &str = "\
SELECT a.pid::int8 AS pid, coalesce(a.usename, '')::text AS role, a.application_name::text AS application,
       coalesce(a.datname, '')::text AS database, coalesce(a.state, '')::text AS state,
       extract(epoch FROM clock_timestamp() - a.state_change)::float8 AS state_s,
       extract(epoch FROM clock_timestamp() - a.xact_start)::float8 AS transaction_s,
       extract(epoch FROM clock_timestamp() - a.backend_start)::float8 AS connected_s,
       (a.backend_xid IS NOT NULL OR a.backend_xmin IS NOT NULL) AS holds_horizon,
       coalesce(a.wait_event_type || ': ' || a.wait_event, '')::text AS waits_for,
       CASE WHEN a.wait_event_type = 'Lock'
            THEN ARRAY(SELECT b::text FROM unnest(pg_blocking_pids(a.pid)) b) END AS blockers,
       left(a.query, 1000)::text AS statement
  FROM pg_stat_activity a
 WHERE a.backend_type = 'client backend' AND a.pid <> pg_backend_pid()
 ORDER BY a.pid LIMIT $1";

const PREPARED: &str = "\
SELECT gid::text AS name, extract(epoch FROM now() - prepared)::float8 AS age_s
  FROM pg_prepared_xacts ORDER BY prepared LIMIT 100";

pub(super) async fn read(session: &Session) -> Result<Vec<Backend>, SessionError> {
    let rows = session.query(BACKENDS, &[&BACKENDS_MAX]).await?;
    let backend = |row: &tokio_postgres::Row| {
        Ok(Backend {
            pid: row.int("pid")?,
            role: row.text("role")?,
            application: row.text("application")?,
            database: row.text("database")?,
            state: row.text("state")?,
            state_s: row.float("state_s")?,
            transaction_s: row.float_or_none("transaction_s")?,
            connected_s: row.float("connected_s")?,
            holds_horizon: row.bool("holds_horizon")?,
            waits_for: row.text("waits_for")?,
            blockers: row.texts("blockers")?,
            statement: row.text("statement")?,
        })
    };
    rows.iter().map(backend).collect()
}

pub(super) async fn read_prepared(
    session: &Session,
) -> Result<Vec<PreparedTransaction>, SessionError> {
    let rows = session.query(PREPARED, &[]).await?;
    let prepared = |row: &tokio_postgres::Row| {
        Ok(PreparedTransaction { name: row.text("name")?, age_s: row.float("age_s")? })
    };
    rows.iter().map(prepared).collect()
}
