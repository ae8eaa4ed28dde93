//! [`RedisConn`]: a connection of one caller at a time.

use super::changes::Changes;
use crate::{deadline::Deadline, pool::LastStatement};
use redis::{
    Arg, Cmd, ErrorKind, Pipeline, RedisError, RedisFuture, RedisResult, Value,
    aio::{ConnectionLike, MultiplexedConnection},
};
use std::{future::Future, io};

/// Commands whose first argument is a secret.
const SECRETIVE: [&str; 4] = ["ACL", "AUTH", "CONFIG", "HELLO"];

/// A connection to Redis, as [`RedisManager`](super::RedisManager) opens it. It takes the commands of the redis crate:
/// `cmd.query_async(&mut *conn)`, or the methods of [`redis::AsyncCommands`].
pub struct RedisConn {
    inner: MultiplexedConnection,
    note: LastStatement,
    changes: Changes,
    is_broken: bool,
}

impl RedisConn {
    pub(super) fn new(inner: MultiplexedConnection) -> Self {
        Self { inner, note: LastStatement::new(), changes: Changes::default(), is_broken: false }
    }

    pub(super) fn is_broken(&self) -> bool {
        self.is_broken || self.changes.is_foreign
    }

    pub(super) fn is_dirty(&self) -> bool {
        self.changes.any()
    }

    pub(super) fn last_statement(&self) -> LastStatement {
        self.note.clone()
    }

    /// Not watched: the pool drops a connection whose check or reset did not end well.
    pub(super) async fn check(&mut self) -> RedisResult<()> {
        redis::cmd("PING").exec_async(&mut self.inner).await
    }

    /// Undoes what commands left behind; `database` is the one to go back to.
    pub(super) async fn reset(&mut self, database: i64) -> RedisResult<()> {
        if self.changes.queues {
            // An `EXEC` that was refused has ended it already.
            match redis::cmd("DISCARD").exec_async(&mut self.inner).await {
                Err(error) if !matches!(error.kind(), ErrorKind::Server(_)) => return Err(error),
                _ => {}
            }
        }
        if self.changes.watches {
            redis::cmd("UNWATCH").exec_async(&mut self.inner).await?;
        }
        if self.changes.selected {
            redis::cmd("SELECT").arg(database).exec_async(&mut self.inner).await?;
        }
        self.changes = Changes::default();
        Ok(())
    }

    /// Runs what takes an answer, no longer than the task's deadline allows. Until the answer is there, the connection
    /// counts as broken: whoever drops this future leaves half an answer behind.
    async fn watch<'a, T, F>(
        &'a mut self,
        request: impl FnOnce(&'a mut MultiplexedConnection) -> F,
    ) -> RedisResult<T>
    where
        F: Future<Output = RedisResult<T>> + 'a,
    {
        let Self { inner, note, is_broken, .. } = self;
        *is_broken = true;
        let ended = Ended(note);
        let request = request(inner);
        let result = match Deadline::current() {
            Some(deadline) => match tokio::time::timeout_at(deadline.instant(), request).await {
                Ok(result) => result,
                Err(_elapsed) => return Err(deadline_exceeded()),
            },
            None => request.await,
        };
        drop(ended);
        *is_broken = result
            .as_ref()
            .is_err_and(|error| error.is_unrecoverable_error() || error.is_io_error());
        result
    }

    /// Notes a command before it is sent: its name, and its first argument where that is no secret.
    fn note(&mut self, command: &Cmd, more: usize) {
        let mut words = command.args_iter().filter_map(|word| match word {
            Arg::Simple(word) => Some(String::from_utf8_lossy(word)),
            _ => None,
        });
        let Some(name) = words.next() else { return };
        self.changes.note(&name);
        let mut text = name.to_uppercase();
        if let Some(first) = words.next().filter(|_| !SECRETIVE.contains(&text.as_str())) {
            text = format!("{text} {first}");
        }
        if more > 0 {
            text = format!("{text} and {more} more");
        }
        self.note.started(&text);
    }
}

/// Notes the end of a command, answered or given up.
struct Ended<'a>(&'a LastStatement);

impl Drop for Ended<'_> {
    fn drop(&mut self) {
        self.0.ended();
    }
}

impl ConnectionLike for RedisConn {
    fn req_packed_command<'a>(&'a mut self, cmd: &'a Cmd) -> RedisFuture<'a, Value> {
        Box::pin(async move {
            refuse_late_work()?;
            self.note(cmd, 0);
            self.watch(|inner| inner.req_packed_command(cmd)).await
        })
    }

    fn req_packed_commands<'a>(
        &'a mut self,
        pipeline: &'a Pipeline,
        offset: usize,
        count: usize,
    ) -> RedisFuture<'a, Vec<Value>> {
        Box::pin(async move {
            refuse_late_work()?;
            let mut commands = pipeline.cmd_iter();
            let first = commands.next();
            for command in commands {
                self.note(command, 0);
            }
            if let Some(first) = first {
                self.note(first, pipeline.cmd_iter().count() - 1);
            }
            self.watch(|inner| inner.req_packed_commands(pipeline, offset, count)).await
        })
    }

    fn get_db(&self) -> i64 {
        self.inner.get_db()
    }
}

impl std::fmt::Debug for RedisConn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RedisConn").field("is_broken", &self.is_broken()).finish_non_exhaustive()
    }
}

/// Nothing is sent whose answer comes too late.
fn refuse_late_work() -> RedisResult<()> {
    if Deadline::current().is_some_and(Deadline::is_over) {
        Err(deadline_exceeded())
    } else {
        Ok(())
    }
}

/// The deadline as the one error that the redis crate has for it: `is_timeout()` is true.
fn deadline_exceeded() -> RedisError {
    io::Error::new(io::ErrorKind::TimedOut, crate::deadline::DeadlineExceeded).into()
}
