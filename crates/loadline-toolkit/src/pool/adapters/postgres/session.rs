//! The state of one session on the server: what runs, what was left half done, what may have been changed. A statement
//! is watched while it runs; when it is given up, by the deadline or by dropping its future, the server is asked to stop
//! it, and the session owes that this is over before it serves again.

use super::PostgresError;
use crate::{
    deadline::{Deadline, DeadlineExceeded},
    pool::LastStatement,
};
use std::{future::Future, pin::Pin, sync::Arc, time::Duration};
use tokio::{runtime::Handle, task::JoinHandle};
use tokio_postgres::{Client, SimpleQueryMessage, error::SqlState};

/// Asks the server to stop what the session runs.
pub(super) type Cancel = Arc<dyn Fn() -> Pin<Box<dyn Future<Output = ()> + Send>> + Send + Sync>;

/// The longest that asking the server to stop takes; it needs a connection of its own.
const CANCEL_MAX: Duration = Duration::from_secs(10);

/// Whether no transaction is open: then the transaction's start, `now()`, is the statement's own.
const IS_OUTSIDE: &str = "SELECT now() = statement_timestamp()";

/// As `DISCARD ALL`, but prepared statements stay.
const FORGET: &str = "CLOSE ALL; SET SESSION AUTHORIZATION DEFAULT; RESET ALL; UNLISTEN *; \
                      SELECT pg_advisory_unlock_all(); DISCARD SEQUENCES; DISCARD TEMP";

/// Statements that begin with one of these leave the session as it was, functions with side effects apart.
const PLAIN: [&str; 9] =
    ["select", "insert", "update", "delete", "with", "values", "merge", "explain", "show"];

/// What is known of one session.
pub(super) struct Session {
    note: LastStatement,
    cancel: Cancel,
    /// A statement was given up and may still run.
    given_up: Option<GivenUp>,
    /// A transaction of the wrapper's own is open.
    pub(super) in_transaction: bool,
    /// The transaction was dropped and is to be rolled back.
    pub(super) owes_rollback: bool,
    /// Something else than plain statements ran.
    pub(super) is_changed: bool,
}

/// A statement that nobody waits for.
enum GivenUp {
    /// The server is being asked to stop it.
    Asking(JoinHandle<()>),
    /// The server was asked; its answer to the statement may be under way.
    Asked,
    /// There was no runtime to ask in.
    Unasked,
}

impl Session {
    pub(super) fn new(cancel: Cancel) -> Self {
        Self {
            note: LastStatement::new(),
            cancel,
            given_up: None,
            in_transaction: false,
            owes_rollback: false,
            is_changed: false,
        }
    }

    pub(super) fn note(&self) -> LastStatement {
        self.note.clone()
    }

    /// Runs a statement, no longer than the task's deadline allows.
    pub(super) async fn watch<T>(
        &mut self,
        sql: &str,
        work: impl Future<Output = Result<T, tokio_postgres::Error>>,
    ) -> Result<T, PostgresError> {
        let deadline = Deadline::current();
        if deadline.is_some_and(Deadline::is_over) {
            return Err(DeadlineExceeded.into());
        }
        self.is_changed |= !is_plain(sql);
        self.note.started(sql);
        let mut running = Running { session: self, has_ended: false };
        let result = match deadline {
            Some(deadline) => tokio::time::timeout_at(deadline.instant(), work)
                .await
                .map_err(|_elapsed| DeadlineExceeded)?,
            None => work.await,
        };
        running.has_ended = true;
        Ok(result?)
    }

    /// Waits, no longer than the task's deadline allows, until what was given up is over and rolled back.
    pub(super) async fn settle(&mut self, client: &Client) -> Result<(), PostgresError> {
        if self.given_up.is_none() && !self.owes_rollback {
            return Ok(());
        }
        match Deadline::current() {
            Some(deadline) => tokio::time::timeout_at(deadline.instant(), self.settle_all(client))
                .await
                .map_err(|_elapsed| DeadlineExceeded)?,
            None => self.settle_all(client).await,
        }
    }

    /// Each step is taken off the list once it is done, so that this may be dropped and begun again.
    async fn settle_all(&mut self, client: &Client) -> Result<(), PostgresError> {
        if let Some(GivenUp::Asking(asking)) = &mut self.given_up {
            // A panic of the task is as good as not having asked.
            let _ = asking.await;
            self.given_up = Some(GivenUp::Asked);
        }
        if self.given_up.is_some() {
            client.check_connection().await?;
            self.given_up = None;
        }
        if self.owes_rollback {
            end_transaction(client).await?;
            self.owes_rollback = false;
            self.in_transaction = false;
        }
        Ok(())
    }

    /// Whether something is left to do before another caller may have it.
    pub(super) fn is_dirty(&self) -> bool {
        self.given_up.is_some() || self.owes_rollback || self.in_transaction || self.is_changed
    }

    /// Whether what it runs was given up and nobody could ask the server to stop.
    pub(super) fn is_lost(&self) -> bool {
        matches!(self.given_up, Some(GivenUp::Unasked))
    }

    /// Makes it as good as new.
    pub(super) async fn reset(
        &mut self,
        client: &Client,
        forgets: bool,
    ) -> Result<(), PostgresError> {
        self.settle(client).await?;
        if self.is_changed || self.in_transaction {
            end_transaction(client).await?;
            self.in_transaction = false;
        }
        if forgets {
            client.batch_execute(FORGET).await?;
        }
        self.is_changed = false;
        Ok(())
    }

    fn give_up(&mut self) {
        self.note.ended();
        let cancel = (self.cancel)();
        self.given_up = Some(match Handle::try_current() {
            Ok(runtime) => GivenUp::Asking(runtime.spawn(async move {
                let _ = tokio::time::timeout(CANCEL_MAX, cancel).await;
            })),
            Err(_no_runtime) => GivenUp::Unasked,
        });
    }
}

/// A statement that runs; dropping it before its end gives it up.
struct Running<'a> {
    session: &'a mut Session,
    has_ended: bool,
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        if self.has_ended {
            self.session.note.ended();
        } else {
            self.session.give_up();
        }
    }
}

/// Rolls back where a transaction is open. Elsewhere `ROLLBACK` would leave a warning in the server's log.
async fn end_transaction(client: &Client) -> Result<(), PostgresError> {
    let is_outside = match client.simple_query(IS_OUTSIDE).await {
        Ok(answer) => answer.iter().any(|message| match message {
            SimpleQueryMessage::Row(row) => row.get(0) == Some("t"),
            _ => false,
        }),
        Err(error) if error.code() == Some(&SqlState::IN_FAILED_SQL_TRANSACTION) => false,
        Err(error) => return Err(error.into()),
    };
    if !is_outside {
        client.batch_execute("ROLLBACK").await?;
    }
    Ok(())
}

/// Whether a statement leaves the session as it was: by its first word, and it is the only one.
pub(super) fn is_plain(sql: &str) -> bool {
    let sql = sql.trim_start();
    let end = sql.find(|letter: char| !letter.is_ascii_alphabetic()).unwrap_or(sql.len());
    PLAIN.iter().any(|word| sql[..end].eq_ignore_ascii_case(word))
        && !sql.trim_end().trim_end_matches(';').contains(';')
}
