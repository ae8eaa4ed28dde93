//! Which databases, logs of databases and poolers are watched beside a test.

use std::path::PathBuf;

use crate::failure::Failure;

/// Servers, logs and poolers at most: each has a thread and a connection of its own.
const EACH_MAX: usize = 8;

/// What of databases is watched.
#[derive(Debug, Clone, Default)]
pub(crate) struct DatabaseRequest {
    /// PostgreSQL servers, as connection strings.
    pub(crate) servers: Vec<String>,
    /// Their logs: files, or folders of which the newest file counts.
    pub(crate) logs: Vec<PathBuf>,
    /// Consoles of PgBouncer, as connection strings.
    pub(crate) poolers: Vec<String>,
}

impl DatabaseRequest {
    pub(super) fn is_empty(&self) -> bool {
        self.servers.is_empty() && self.logs.is_empty() && self.poolers.is_empty()
    }

    /// Refuses more than are read.
    pub(super) fn check(&self) -> Result<(), Failure> {
        let counts = [
            ("--postgres", self.servers.len()),
            ("--postgres-log", self.logs.len()),
            ("--pgbouncer", self.poolers.len()),
        ];
        match counts.into_iter().find(|(_, count)| *count > EACH_MAX) {
            Some((name, count)) => Err(Failure::usage(
                format!("`{name}` is given {count} times"),
                format!("{EACH_MAX} are the most"),
            )),
            None => Ok(()),
        }
    }
}
