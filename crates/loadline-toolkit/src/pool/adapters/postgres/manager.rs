//! [`PostgresManager`]: how a pool opens, checks, resets and closes connections to PostgreSQL.

use super::{PostgresConn, PostgresError, session::Cancel};
use crate::{
    Transient,
    pool::{LastStatement, Manager},
};
use std::{str::FromStr, sync::Arc};
use tokio_postgres::{
    Config, NoTls, Socket,
    tls::{MakeTlsConnect, TlsConnect},
};

/// Prepared statements kept per connection, unless set otherwise.
const STATEMENTS_MAX: usize = 128;

/// When a connection that comes back forgets its settings, temporary tables, cursors, advisory locks and `LISTEN`s. An
/// open transaction is always rolled back, and a statement that was given up is always waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PostgresReset {
    /// After anything but plain statements: by their first word, `SELECT`, `INSERT`, `UPDATE`, `DELETE`, `WITH`,
    /// `VALUES`, `MERGE`, `EXPLAIN`, `SHOW`. What a function does to the session within one of these is not seen.
    #[default]
    IfChanged,
    /// Each time: two round trips per release, in the background.
    Always,
    /// Never.
    Never,
}

/// Opens connections to one PostgreSQL. Without TLS, unless [`with_tls`](Self::with_tls) is given one.
#[derive(Clone)]
pub struct PostgresManager<T = NoTls> {
    config: Config,
    tls: T,
    reset: PostgresReset,
    statements_max: usize,
}

impl PostgresManager {
    /// Connects as `config` says.
    #[must_use]
    pub fn new(config: Config) -> Self {
        Self::with_tls(config, NoTls)
    }

    /// Connects as a URL says (`postgres://user:password@host:5432/database`), or the words of libpq.
    ///
    /// # Errors
    /// When it is neither.
    pub fn from_url(url: &str) -> Result<Self, PostgresError> {
        Ok(Self::new(Config::from_str(url)?))
    }
}

impl<T> PostgresManager<T> {
    /// Connects as `config` says, with the driver's kind of TLS.
    #[must_use]
    pub fn with_tls(config: Config, tls: T) -> Self {
        Self { config, tls, reset: PostgresReset::default(), statements_max: STATEMENTS_MAX }
    }

    /// When a connection that comes back forgets its settings.
    #[must_use]
    pub fn reset_when(mut self, reset: PostgresReset) -> Self {
        self.reset = reset;
        self
    }

    /// Prepared statements kept per connection; zero for a proxy that does not keep them with the session. 128 unless
    /// set.
    #[must_use]
    pub fn statements_max(mut self, statements: usize) -> Self {
        self.statements_max = statements;
        self
    }
}

impl<T> Manager for PostgresManager<T>
where
    T: MakeTlsConnect<Socket> + Clone + Send + Sync + 'static,
    T::Stream: Send,
    T::TlsConnect: Send,
    <T::TlsConnect as TlsConnect<Socket>>::Future: Send,
{
    type Conn = PostgresConn;
    type Error = PostgresError;

    async fn connect(&self) -> Result<PostgresConn, PostgresError> {
        let (client, connection) = self.config.connect(self.tls.clone()).await?;
        let driver = tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection to PostgreSQL ended");
            }
        });
        let (token, tls) = (client.cancel_token(), self.tls.clone());
        let cancel: Cancel = Arc::new(move || {
            let (token, tls) = (token.clone(), tls.clone());
            Box::pin(async move {
                if let Err(error) = token.cancel_query(tls).await {
                    tracing::debug!(%error, "PostgreSQL could not be asked to stop a statement");
                }
            })
        });
        Ok(PostgresConn::new(client, driver, cancel, self.statements_max))
    }

    async fn check(&self, conn: &mut PostgresConn) -> Result<(), PostgresError> {
        conn.check().await
    }

    async fn reset(&self, conn: &mut PostgresConn) -> Result<(), PostgresError> {
        let forgets = match self.reset {
            PostgresReset::IfChanged => conn.session().is_changed,
            PostgresReset::Always => true,
            PostgresReset::Never => false,
        };
        conn.reset(forgets).await
    }

    fn needs_reset(&self, conn: &PostgresConn) -> bool {
        self.reset == PostgresReset::Always || conn.is_dirty()
    }

    fn is_broken(&self, conn: &PostgresConn) -> bool {
        conn.is_broken()
    }

    fn is_transient(&self, error: &PostgresError) -> bool {
        error.is_transient()
    }

    fn last_statement(&self, conn: &PostgresConn) -> Option<LastStatement> {
        Some(conn.last_statement())
    }

    async fn close(&self, conn: PostgresConn) {
        conn.close().await;
    }
}

impl<T> std::fmt::Debug for PostgresManager<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // tokio-postgres leaves the password out.
        f.debug_struct("PostgresManager")
            .field("config", &self.config)
            .field("reset", &self.reset)
            .finish_non_exhaustive()
    }
}
