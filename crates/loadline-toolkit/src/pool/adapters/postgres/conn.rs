//! [`PostgresConn`]: one session. One statement at a time, each of them watched; statements that come again are prepared
//! once.

use super::{
    PostgresError, PostgresTransaction,
    session::{Cancel, Session},
    statements::Statements,
};
use crate::pool::LastStatement;
use std::{future::Future, pin::Pin};
use tokio::task::JoinHandle;
use tokio_postgres::{Client, Row, Statement, error::SqlState, types::ToSql};

/// A connection to PostgreSQL, as [`PostgresManager`](super::PostgresManager) opens it.
///
/// A statement ends with the task's deadline, or with its future when that is dropped: the server is asked to stop it,
/// and the connection serves again once that has happened.
pub struct PostgresConn {
    client: Client,
    session: Session,
    statements: Statements,
    driver: Driver,
}

/// The task that moves the bytes; it ends with the connection.
struct Driver(JoinHandle<()>);

impl Drop for Driver {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl PostgresConn {
    pub(super) fn new(
        client: Client,
        driver: JoinHandle<()>,
        cancel: Cancel,
        statements_max: usize,
    ) -> Self {
        let session = Session::new(cancel);
        Self {
            client,
            session,
            statements: Statements::new(statements_max),
            driver: Driver(driver),
        }
    }

    /// The rows of a statement.
    ///
    /// # Errors
    /// What the server says of the statement, a lost connection, or the deadline.
    pub async fn query(
        &mut self,
        sql: &str,
        params: &[&(dyn ToSql + Sync)],
    ) -> Result<Vec<Row>, PostgresError> {
        loop {
            let (statement, is_kept) = self.statement(sql).await?;
            let result = self.session.watch(sql, self.client.query(&statement, params)).await;
            match result {
                Err(error) if is_kept && self.is_outdated(&error) => self.statements.forget(sql),
                result => return result,
            }
        }
    }

    /// The one row of a statement.
    ///
    /// # Errors
    /// As [`query`](Self::query), and when there is another number of rows.
    pub async fn query_one(
        &mut self,
        sql: &str,
        params: &[&(dyn ToSql + Sync)],
    ) -> Result<Row, PostgresError> {
        let mut rows = self.query(sql, params).await?;
        match (rows.pop(), rows.len()) {
            (Some(row), 0) => Ok(row),
            (row, rest) => Err(PostgresError::RowCount {
                rows: rest + usize::from(row.is_some()),
                wanted: "one",
            }),
        }
    }

    /// The one row of a statement, or none.
    ///
    /// # Errors
    /// As [`query`](Self::query), and when there are several rows.
    pub async fn query_opt(
        &mut self,
        sql: &str,
        params: &[&(dyn ToSql + Sync)],
    ) -> Result<Option<Row>, PostgresError> {
        let mut rows = self.query(sql, params).await?;
        if rows.len() > 1 {
            return Err(PostgresError::RowCount { rows: rows.len(), wanted: "one or none" });
        }
        Ok(rows.pop())
    }

    /// How many rows a statement changed.
    ///
    /// # Errors
    /// As [`query`](Self::query).
    pub async fn execute(
        &mut self,
        sql: &str,
        params: &[&(dyn ToSql + Sync)],
    ) -> Result<u64, PostgresError> {
        loop {
            let (statement, is_kept) = self.statement(sql).await?;
            let result = self.session.watch(sql, self.client.execute(&statement, params)).await;
            match result {
                Err(error) if is_kept && self.is_outdated(&error) => self.statements.forget(sql),
                result => return result,
            }
        }
    }

    /// Runs one or more statements without parameters, in one round trip.
    ///
    /// # Errors
    /// As [`query`](Self::query); the statements after the one that failed do not run.
    pub async fn batch_execute(&mut self, sql: &str) -> Result<(), PostgresError> {
        self.session.settle(&self.client).await?;
        self.session.watch(sql, self.client.batch_execute(sql)).await
    }

    /// Begins a transaction, which is rolled back unless it is committed.
    ///
    /// # Errors
    /// As [`query`](Self::query).
    pub async fn transaction(&mut self) -> Result<PostgresTransaction<'_>, PostgresError> {
        PostgresTransaction::begin(self).await
    }

    /// Anything else the driver can do, watched like a statement. `name` is what the pool says that this connection
    /// runs. The session counts as changed by it.
    ///
    /// # Errors
    /// What `work` fails of, or the deadline.
    pub async fn run<T>(
        &mut self,
        name: &str,
        work: impl for<'c> FnOnce(
            &'c Client,
        ) -> Pin<
            Box<dyn Future<Output = Result<T, tokio_postgres::Error>> + Send + 'c>,
        >,
    ) -> Result<T, PostgresError> {
        self.session.settle(&self.client).await?;
        self.session.is_changed = true;
        self.session.watch(name, work(&self.client)).await
    }

    /// The driver itself: what is done with it is neither noted nor stopped at the deadline, and waits for what was
    /// given up before. The session counts as changed.
    pub fn client(&mut self) -> &Client {
        self.session.is_changed = true;
        &self.client
    }

    pub(super) fn is_broken(&self) -> bool {
        self.client.is_closed() || self.session.is_lost()
    }

    pub(super) fn is_dirty(&self) -> bool {
        self.session.is_dirty()
    }

    pub(super) fn last_statement(&self) -> LastStatement {
        self.session.note()
    }

    pub(super) async fn check(&mut self) -> Result<(), PostgresError> {
        self.session.settle(&self.client).await?;
        Ok(self.client.check_connection().await?)
    }

    pub(super) async fn reset(&mut self, forgets: bool) -> Result<(), PostgresError> {
        self.session.reset(&self.client, forgets).await
    }

    /// Says goodbye, and waits until it is said.
    pub(super) async fn close(self) {
        let Self { client, mut driver, statements, session: _ } = self;
        // Each holds the client's end of the connection; the driver says goodbye when all are gone.
        drop((statements, client));
        let _ = (&mut driver.0).await;
    }

    pub(super) fn session(&mut self) -> &mut Session {
        &mut self.session
    }

    /// Runs a statement of the wrapper's own, which leaves the session as known.
    pub(super) async fn own(&mut self, sql: &str) -> Result<(), PostgresError> {
        let was_changed = self.session.is_changed;
        let result = self.batch_execute(sql).await;
        self.session.is_changed = was_changed;
        result
    }

    /// The prepared statement for a text, and whether it was kept from an earlier time.
    async fn statement(&mut self, sql: &str) -> Result<(Statement, bool), PostgresError> {
        self.session.settle(&self.client).await?;
        if let Some(statement) = self.statements.get(sql) {
            return Ok((statement, true));
        }
        let statement = self.session.watch(sql, self.client.prepare(sql)).await?;
        self.statements.keep(sql, statement.clone());
        Ok((statement, false))
    }

    /// Whether a kept statement is no longer what the server knows, because a table was altered or somebody discarded
    /// it. Nothing ran, so it may be prepared again, unless that has ended a transaction.
    fn is_outdated(&self, error: &PostgresError) -> bool {
        let is_outside = !self.session.in_transaction && !self.session.is_changed;
        let code = error.code();
        is_outside
            && (code == Some(&SqlState::FEATURE_NOT_SUPPORTED)
                || code == Some(&SqlState::INVALID_SQL_STATEMENT_NAME))
    }
}

impl std::fmt::Debug for PostgresConn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PostgresConn").field("is_broken", &self.is_broken()).finish_non_exhaustive()
    }
}
