//! Arguments of every subcommand that reaches a server, and the session they open.

use clap::Args as ClapArgs;
use loadline_core::Span;
use loadline_postgres::session::{Session, SessionOptions};
use tokio::runtime::Runtime;

use super::out::printable;
use crate::failure::Failure;

/// Which server.
#[derive(Debug, ClapArgs)]
pub(super) struct ServerArgs {
    /// The database: postgres://USER@HOST:PORT/DATABASE, or "host=… dbname=…". A password may come from PGPASSWORD.
    #[arg(value_name = "URL")]
    pub(super) url: String,
    /// The longest any statement may run.
    #[arg(long, value_name = "DURATION", default_value = "30s")]
    pub(super) timeout: Span,
}

impl ServerArgs {
    /// A runtime of one thread, and a session on it that changes nothing.
    pub(super) fn open(&self) -> Result<(Runtime, Session), Failure> {
        self.open_with(&self.options())
    }

    /// As [`open`](Self::open), with other limits.
    pub(super) fn open_with(
        &self,
        options: &SessionOptions,
    ) -> Result<(Runtime, Session), Failure> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let session = runtime.block_on(Session::connect(&self.url, options))?;
        Ok((runtime, session))
    }

    /// The session's limits.
    pub(super) fn options(&self) -> SessionOptions {
        SessionOptions {
            statement_timeout: self.timeout.duration(),
            password: std::env::var("PGPASSWORD").ok(),
            ..SessionOptions::default()
        }
    }
}

/// A line about where the figures come from.
pub(super) fn head(session: &Session) -> String {
    let sight = session.sight();
    let replica = if sight.is_replica { ", a replica" } else { "" };
    printable(&format!(
        "database {} at {}, PostgreSQL {}{replica}, role {}",
        sight.database,
        session.place(),
        sight.version,
        sight.role
    ))
}
