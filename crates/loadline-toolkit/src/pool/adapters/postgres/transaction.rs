//! [`PostgresTransaction`]: a connection between `BEGIN` and `COMMIT`.

use super::{PostgresConn, PostgresError};
use tokio_postgres::{Row, types::ToSql};

/// A transaction; dropping it without [`commit`](Self::commit) rolls it back, at the latest before the connection serves
/// again.
#[derive(Debug)]
#[must_use = "dropping it rolls it back"]
pub struct PostgresTransaction<'a> {
    conn: &'a mut PostgresConn,
    is_over: bool,
}

impl<'a> PostgresTransaction<'a> {
    pub(super) async fn begin(conn: &'a mut PostgresConn) -> Result<Self, PostgresError> {
        // Made first: when this future is dropped, or `BEGIN` is given up half way, it is rolled back.
        let transaction = Self { conn, is_over: false };
        transaction.conn.own("BEGIN").await?;
        transaction.conn.session().in_transaction = true;
        Ok(transaction)
    }

    /// As [`PostgresConn::query`].
    ///
    /// # Errors
    /// As there.
    pub async fn query(
        &mut self,
        sql: &str,
        params: &[&(dyn ToSql + Sync)],
    ) -> Result<Vec<Row>, PostgresError> {
        self.conn.query(sql, params).await
    }

    /// As [`PostgresConn::query_one`].
    ///
    /// # Errors
    /// As there.
    pub async fn query_one(
        &mut self,
        sql: &str,
        params: &[&(dyn ToSql + Sync)],
    ) -> Result<Row, PostgresError> {
        self.conn.query_one(sql, params).await
    }

    /// As [`PostgresConn::query_opt`].
    ///
    /// # Errors
    /// As there.
    pub async fn query_opt(
        &mut self,
        sql: &str,
        params: &[&(dyn ToSql + Sync)],
    ) -> Result<Option<Row>, PostgresError> {
        self.conn.query_opt(sql, params).await
    }

    /// As [`PostgresConn::execute`].
    ///
    /// # Errors
    /// As there.
    pub async fn execute(
        &mut self,
        sql: &str,
        params: &[&(dyn ToSql + Sync)],
    ) -> Result<u64, PostgresError> {
        self.conn.execute(sql, params).await
    }

    /// As [`PostgresConn::batch_execute`].
    ///
    /// # Errors
    /// As there.
    pub async fn batch_execute(&mut self, sql: &str) -> Result<(), PostgresError> {
        self.conn.batch_execute(sql).await
    }

    /// Makes it last.
    ///
    /// # Errors
    /// As [`PostgresConn::query`]. After a lost connection or the deadline it is not known whether it lasts.
    pub async fn commit(self) -> Result<(), PostgresError> {
        self.end("COMMIT").await
    }

    /// Undoes it and waits until it is undone.
    ///
    /// # Errors
    /// As [`PostgresConn::query`].
    pub async fn rollback(self) -> Result<(), PostgresError> {
        self.end("ROLLBACK").await
    }

    async fn end(mut self, sql: &str) -> Result<(), PostgresError> {
        self.conn.own(sql).await?;
        self.conn.session().in_transaction = false;
        self.is_over = true;
        Ok(())
    }
}

impl Drop for PostgresTransaction<'_> {
    fn drop(&mut self) {
        if !self.is_over {
            self.conn.session().owes_rollback = true;
        }
    }
}
