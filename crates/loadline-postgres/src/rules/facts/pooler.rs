//! PgBouncer's pools. In come the lines its console answers `SHOW POOLS` with; out go the figures that tell whether clients
//! wait. The console knows the simple protocol alone, and its columns grow with its versions, so they are found by name.
//!
//! Deliberately not here: changing anything there.

use std::collections::HashMap;

use tokio_postgres::SimpleQueryMessage;

use crate::session::{Console, SessionError, SessionOptions};

/// One pool: a database and a role.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Pool {
    /// The database.
    pub database: String,
    /// The role.
    pub role: String,
    /// Clients that are served.
    pub active_clients: i64,
    /// Clients that wait for a connection.
    pub waiting_clients: i64,
    /// Connections at work.
    pub active_servers: i64,
    /// Connections at rest.
    pub idle_servers: i64,
    /// How long the first in the queue has waited.
    pub longest_wait_s: f64,
    /// Connections it may have, where the pooler says so.
    pub size: Option<i64>,
}

/// Asks a PgBouncer's console (`postgres://…:6432/pgbouncer`) again and again, over one connection.
#[derive(Debug)]
pub struct PoolReader(Console);

impl PoolReader {
    /// Connects.
    ///
    /// # Errors
    ///
    /// When nobody answers there, or the role may not use the console (`stats_users`).
    pub async fn connect(url: &str, options: &SessionOptions) -> Result<Self, SessionError> {
        Console::connect(url, options).await.map(Self)
    }

    /// The pools now, without the console's own.
    ///
    /// # Errors
    ///
    /// When the console does not answer.
    pub async fn read(&mut self) -> Result<Vec<Pool>, SessionError> {
        let sizes: HashMap<String, i64> = rows(self.0.ask("SHOW DATABASES").await?)
            .filter_map(|row| Some((row.get("name")?.clone(), row.get("pool_size")?.parse().ok()?)))
            .collect();
        let pools = rows(self.0.ask("SHOW POOLS").await?).map(|row| {
            let pool = pool(&row);
            Pool { size: sizes.get(&pool.database).copied(), ..pool }
        });
        Ok(pools.filter(|pool| pool.database != "pgbouncer").collect())
    }

    /// Host and port, for people.
    #[must_use]
    pub fn place(&self) -> String {
        self.0.place()
    }
}

/// Asks a PgBouncer's console once.
///
/// # Errors
///
/// As with [`PoolReader`].
pub async fn read_pools(url: &str, options: &SessionOptions) -> Result<Vec<Pool>, SessionError> {
    PoolReader::connect(url, options).await?.read().await
}

/// The rows of an answer, by the names of their columns.
fn rows(messages: Vec<SimpleQueryMessage>) -> impl Iterator<Item = HashMap<String, String>> {
    messages.into_iter().filter_map(|message| match message {
        SimpleQueryMessage::Row(row) => {
            let cell = |(at, column): (usize, &tokio_postgres::SimpleColumn)| {
                (column.name().to_owned(), row.get(at).unwrap_or_default().to_owned())
            };
            Some(row.columns().iter().enumerate().map(cell).collect())
        }
        _ => None,
    })
}

pub(crate) fn pool(row: &HashMap<String, String>) -> Pool {
    let text = |name: &str| row.get(name).cloned().unwrap_or_default();
    let number = |name: &str| text(name).parse::<f64>().unwrap_or(0.0);
    Pool {
        database: text("database"),
        role: text("user"),
        active_clients: number("cl_active") as i64,
        waiting_clients: number("cl_waiting") as i64,
        active_servers: number("sv_active") as i64,
        idle_servers: number("sv_idle") as i64,
        longest_wait_s: number("maxwait") + number("maxwait_us") / 1e6,
        size: None,
    }
}
