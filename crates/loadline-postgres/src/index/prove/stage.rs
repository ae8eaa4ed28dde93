//! The transaction in which everything happens: indexes are built, shown and hidden there, and it is rolled back whatever
//! happens. In come `CREATE INDEX` statements and sets of indexes to show; nothing is left to come out.
//!
//! An index is hidden by marking it invalid in the catalogue, which only a superuser may and which others never see, as
//! it is never committed; or by dropping it until the run is over, which its owner may and which locks the table. A client
//! that dies takes its session and so the transaction along; the server looks for that once a second.
//!
//! Deliberately not here: which indexes to show, and what is run meanwhile.

use std::pin::pin;
use std::task::{Context, Waker};
use std::time::Duration;

use tokio_postgres::error::SqlState;
use tokio_postgres::{Client, SimpleQueryMessage};

use super::error::ProveError;
use super::options::{Consent, ProveOptions};
use crate::index::search::Set;
use crate::session::{Session, SessionError, quoted_name};

/// Since 14 the server can look for a client that is gone while a statement runs.
const LOOKS_FOR_CLIENT: u32 = 14;
/// What neither reads nor builds takes no longer.
const SOON: Duration = Duration::from_secs(30);
/// Given to the server beyond its own time limit.
const GRACE: Duration = Duration::from_secs(10);

/// How indexes are hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hide {
    /// By their mark in the catalogue.
    Mark,
    /// By dropping them until the run is over.
    Drop,
}

/// An index that was built, with all its parts where its table is partitioned.
#[derive(Debug, Clone)]
pub(super) struct Built {
    /// Name and schema, as SQL has them.
    qualified: String,
    /// Names of the index and its parts.
    pub(super) names: Vec<String>,
    oids: Vec<u32>,
    /// Schema and name of its table.
    pub(super) table: (String, String),
    /// On disk.
    pub(super) size_bytes: u64,
}

/// The transaction.
#[derive(Debug)]
pub(super) struct Stage<'s> {
    session: &'s Session,
    hide: Hide,
    /// By number; none where the server would not build it.
    built: Vec<Option<Built>>,
    /// What the catalogue shows at the moment.
    shown: Option<Set>,
    is_open: bool,
}

const PARTS: &str = "\
WITH RECURSIVE part(oid) AS (
  SELECT max(c.oid) FROM pg_class c WHERE c.relname = $1 AND c.relkind IN ('i', 'I')
  UNION ALL SELECT h.inhrelid FROM part JOIN pg_inherits h ON h.inhparent = part.oid)
SELECT c.oid, c.relname::text, n.nspname::text, pg_relation_size(c.oid), t.relname::text, tn.nspname::text, i.indcheckxmin
  FROM part JOIN pg_class c ON c.oid = part.oid JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_index i ON i.indexrelid = c.oid JOIN pg_class t ON t.oid = i.indrelid
  JOIN pg_namespace tn ON tn.oid = t.relnamespace
 ORDER BY c.relname <> $1, c.oid";

const SHOW: &str = "\
UPDATE pg_catalog.pg_index SET indisvalid = (indexrelid = ANY ($1)), indcheckxmin = false
 WHERE indexrelid = ANY ($2) AND (indcheckxmin OR indisvalid <> (indexrelid = ANY ($1)))";

impl<'s> Stage<'s> {
    /// Begins the transaction, where session, rights and consent allow it.
    pub(super) async fn open(
        session: &'s Session,
        options: &ProveOptions,
    ) -> Result<Self, ProveError> {
        let sight = session.sight();
        if sight.is_replica {
            return Err(ProveError::Replica);
        }
        let hide = match options.consent {
            Consent::None => return Err(ProveError::NoConsent),
            _ if sight.is_superuser => Hide::Mark,
            Consent::AllWait => Hide::Drop,
            Consent::WritersWait => {
                return Err(ProveError::NotSuperuser { role: sight.role.clone() });
            }
        };
        let rows = session.simple("SHOW default_transaction_read_only").await?;
        if rows.first().and_then(|row| row.first()?.as_deref()) != Some("off") {
            return Err(ProveError::ReadOnly);
        }
        let mut stage = Self { session, hide, built: Vec::new(), shown: None, is_open: true };
        let lock_ms = options.lock_timeout.as_millis();
        let begin = format!(
            "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; SET LOCAL lock_timeout = {lock_ms}"
        );
        if let Err(error) = stage.client().batch_execute(&begin).await {
            stage.is_open = false;
            return Err(SessionError::running(&error).into());
        }
        if sight.version.major() >= LOOKS_FOR_CLIENT {
            stage.look_for_client().await?;
        }
        Ok(stage)
    }

    /// A server on a system that cannot look has its time limits alone.
    async fn look_for_client(&self) -> Result<(), ProveError> {
        self.send("SAVEPOINT loadline").await?;
        let set = "SET LOCAL client_connection_check_interval = 1000";
        match self.client().batch_execute(set).await {
            Ok(()) => self.send("RELEASE SAVEPOINT loadline").await.map(drop),
            Err(error) => {
                Refusal::of(&error)?;
                self.leave().await
            }
        }
    }

    pub(super) fn client(&self) -> &'s Client {
        self.session.client()
    }

    /// Sends statements of our own.
    pub(super) async fn send(
        &self,
        statements: &str,
    ) -> Result<Vec<SimpleQueryMessage>, ProveError> {
        let answer = self.in_time(SOON, self.client().simple_query(statements)).await?;
        answer.map_err(|error| SessionError::running(&error).into())
    }

    /// How many were asked for.
    pub(super) fn len(&self) -> usize {
        self.built.len()
    }

    /// An index, where it was built.
    pub(super) fn built(&self, number: usize) -> Option<&Built> {
        self.built.get(number)?.as_ref()
    }

    /// All that were built.
    pub(super) fn all(&self) -> Set {
        let there = |number: &usize| self.built[*number].is_some();
        Set::of(self.built.len(), (0..self.built.len()).filter(there))
    }

    /// Builds the next index from its statement without a name, or says why the server would not.
    pub(super) async fn build(
        &mut self,
        sql: &str,
        limit: Duration,
    ) -> Result<Result<(), Refusal>, ProveError> {
        let name = format!("loadline_proof_{}_{}", self.session.pid(), self.built.len());
        let named = named(sql, &name);
        self.built.push(None);
        self.shown = None;
        let limit_ms = limit.as_millis().max(1);
        self.send(&format!("SAVEPOINT loadline; SET LOCAL statement_timeout = {limit_ms}")).await?;
        // Over the extended protocol: whatever the statement holds, it is one.
        let built = self.in_time(limit, self.client().execute(&named, &[])).await?;
        let answer = match built {
            Ok(_) => self.read_parts(&name).await?,
            Err(error) => Err(Refusal::of(&error)?),
        };
        match answer {
            Ok(built) => {
                self.send("RELEASE SAVEPOINT loadline").await?;
                if let Some(last) = self.built.last_mut() {
                    *last = Some(built);
                }
                Ok(Ok(()))
            }
            Err(refusal) => {
                self.leave().await?;
                Ok(Err(refusal))
            }
        }
    }

    async fn read_parts(&self, name: &str) -> Result<Result<Built, Refusal>, ProveError> {
        let rows = self.client().query(PARTS, &[&name]).await;
        let rows = rows.map_err(|error| SessionError::running(&error))?;
        let Some(first) = rows.first() else {
            return Ok(Err(Refusal::said("the index is not there after it was built")));
        };
        let waits = |row: &tokio_postgres::Row| row.get::<_, bool>(6);
        if self.hide == Hide::Drop && rows.iter().any(waits) {
            let why = "plans do not use it before older transactions have ended; try again on a quiet database";
            return Ok(Err(Refusal::said(why)));
        }
        let size = |row: &tokio_postgres::Row| u64::try_from(row.get::<_, i64>(3)).unwrap_or(0);
        Ok(Ok(Built {
            qualified: format!("{}.{}", quoted_name(first.get(2)), quoted_name(first.get(1))),
            names: rows.iter().map(|row| row.get(1)).collect(),
            oids: rows.iter().map(|row| row.get(0)).collect(),
            table: (first.get(5), first.get(4)),
            size_bytes: rows.iter().map(size).sum(),
        }))
    }

    /// Tables with a new index over an expression, as SQL names them.
    pub(super) async fn tables_with_expressions(&self) -> Result<Vec<String>, ProveError> {
        let oids: Vec<u32> = self.built.iter().flatten().flat_map(|one| one.oids.clone()).collect();
        let sql = "SELECT DISTINCT n.nspname::text, t.relname::text FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid \
                   JOIN pg_namespace n ON n.oid = t.relnamespace WHERE i.indexrelid = ANY ($1) AND i.indexprs IS NOT NULL";
        let rows = self.client().query(sql, &[&oids]).await;
        let rows = rows.map_err(|error| SessionError::running(&error))?;
        let name = |row: &tokio_postgres::Row| {
            format!("{}.{}", quoted_name(row.get(0)), quoted_name(row.get(1)))
        };
        Ok(rows.iter().map(name).collect())
    }

    /// Reads a table's statistics anew; where the role may not, the old ones stay.
    pub(super) async fn analyse(&self, table: &str) -> Result<(), ProveError> {
        self.send("SAVEPOINT loadline").await?;
        match self.client().execute(&format!("ANALYZE {table}"), &[]).await {
            Ok(_) => self.send("RELEASE SAVEPOINT loadline").await.map(drop),
            Err(error) => {
                Refusal::of(&error)?;
                self.leave().await
            }
        }
    }

    /// Shows exactly these indexes and lets nothing be written until [`leave`](Self::leave); a statement may run so long.
    pub(super) async fn enter(&mut self, show: &Set, limit: Duration) -> Result<(), ProveError> {
        if self.hide == Hide::Mark && self.shown.as_ref() != Some(show) {
            let oids = |shown: Option<&Set>| -> Vec<u32> {
                let fits = |number: &usize| shown.is_none_or(|set| set.contains(*number));
                let built = (0..self.built.len()).filter(fits);
                built
                    .filter_map(|number| self.built(number))
                    .flat_map(|one| one.oids.clone())
                    .collect()
            };
            let answer = self.client().execute(SHOW, &[&oids(Some(show)), &oids(None)]).await;
            answer.map_err(|error| SessionError::running(&error))?;
            self.shown = Some(show.clone());
        }
        let mut sql = "SAVEPOINT loadline".to_owned();
        if self.hide == Hide::Drop {
            let hidden = (0..self.built.len()).filter(|number| !show.contains(*number));
            for built in hidden.filter_map(|number| self.built(number)) {
                sql += &format!("; DROP INDEX {}", built.qualified);
            }
        }
        let limit_ms = limit.as_millis().max(1);
        sql += &format!(
            "; SET LOCAL statement_timeout = {limit_ms}; SET LOCAL transaction_read_only = on"
        );
        self.send(&sql).await.map(drop)
    }

    /// Ends what [`enter`](Self::enter) began, whether a statement failed or not.
    pub(super) async fn leave(&self) -> Result<(), ProveError> {
        self.send("ROLLBACK TO SAVEPOINT loadline; RELEASE SAVEPOINT loadline").await.map(drop)
    }

    /// Waits for an answer as long as the server may take, and a moment more.
    pub(super) async fn in_time<T>(
        &self,
        limit: Duration,
        answer: impl Future<Output = T>,
    ) -> Result<T, ProveError> {
        tokio::time::timeout(limit + GRACE, answer).await.map_err(|_| {
            let why = "the server no longer answers".to_owned();
            ProveError::Session(SessionError::Lost { why })
        })
    }

    /// Rolls everything back.
    pub(super) async fn close(mut self) -> Result<(), ProveError> {
        self.is_open = false;
        self.send("ROLLBACK").await.map(drop)
    }
}

impl Drop for Stage<'_> {
    fn drop(&mut self) {
        if self.is_open {
            // Polled once, which sends it: the server rolls back when the statement under way has ended.
            let rollback = pin!(self.session.client().batch_execute("ROLLBACK"));
            let _ = rollback.poll(&mut Context::from_waker(Waker::noop()));
        }
    }
}

/// The statement under another name, inside a transaction. What follows the name begins with ON.
pub(super) fn named(sql: &str, name: &str) -> String {
    let rest = sql.strip_prefix("CREATE INDEX ").unwrap_or(sql);
    let rest = rest.strip_prefix("CONCURRENTLY ").unwrap_or(rest);
    let old = match rest.strip_prefix('"') {
        // Quotes within a name are doubled, so that an even number of them precedes its end.
        Some(quoted) => {
            let ends = quoted.match_indices("\" ON ").map(|(at, _)| at);
            let is_end = |at: &usize| quoted[..*at].matches('"').count().is_multiple_of(2);
            ends.filter(is_end).map(|at| at + 3).next()
        }
        None if rest.starts_with("ON ") => Some(0),
        None => rest.find(" ON ").map(|at| at + 1),
    };
    format!("CREATE INDEX {name} {}", &rest[old.unwrap_or(0)..])
}

/// What the server said instead of doing what it was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) why: String,
    /// It took longer than it may.
    pub(super) is_late: bool,
    /// The role lacks a right.
    pub(super) is_forbidden: bool,
}

impl Refusal {
    fn said(why: &str) -> Self {
        Self { why: why.to_owned(), is_late: false, is_forbidden: false }
    }

    /// The server's words; an error where there is no server any more.
    pub(super) fn of(error: &tokio_postgres::Error) -> Result<Self, ProveError> {
        let gone = || ProveError::Session(SessionError::running(error));
        let answer = error.as_db_error().ok_or_else(gone)?;
        let is = |code: SqlState| *answer.code() == code;
        if error.is_closed() || is(SqlState::ADMIN_SHUTDOWN) || is(SqlState::CRASH_SHUTDOWN) {
            return Err(gone());
        }
        Ok(Self {
            why: answer.message().to_owned(),
            is_late: is(SqlState::QUERY_CANCELED),
            is_forbidden: is(SqlState::INSUFFICIENT_PRIVILEGE),
        })
    }
}

#[cfg(test)]
mod tests;
