//! [`Manager`]: what the pool has to know about one kind of connection. It is called from the pool's own background
//! tasks, never by a caller that waits, so a method that hangs or panics costs nobody more than the time set for it.

use super::LastStatement;
use std::{error::Error, future::Future};

/// Opens, checks, resets and closes one kind of connection.
///
/// Each future is dropped when the time set for it is over, and each panic counts as a failure of that connection.
///
/// ```
/// use loadline_toolkit::pool::Manager;
/// use std::convert::Infallible;
///
/// struct Numbers;
///
/// impl Manager for Numbers {
///     type Conn = u64;
///     type Error = Infallible;
///
///     async fn connect(&self) -> Result<u64, Infallible> {
///         Ok(0)
///     }
///
///     async fn check(&self, _number: &mut u64) -> Result<(), Infallible> {
///         Ok(())
///     }
///
///     async fn reset(&self, number: &mut u64) -> Result<(), Infallible> {
///         *number = 0;
///         Ok(())
///     }
/// }
/// ```
pub trait Manager: Send + Sync + 'static {
    /// The connection.
    type Conn: Send + 'static;
    /// What goes wrong with it, in the driver's own words.
    type Error: Error + Send + Sync + 'static;

    /// Opens a connection that is ready to use.
    ///
    /// # Errors
    /// Whatever the driver says; the pool tries again by its retry policy, unless [`is_transient`](Self::is_transient)
    /// says that it makes no sense.
    fn connect(&self) -> impl Future<Output = Result<Self::Conn, Self::Error>> + Send;

    /// Asks the other side whether the connection still works: an empty statement, a `PING`. Called when it lay idle
    /// for longer than the pool trusts it, and by the health check.
    ///
    /// # Errors
    /// Anything: the connection is closed.
    fn check(&self, conn: &mut Self::Conn) -> impl Future<Output = Result<(), Self::Error>> + Send;

    /// Makes a connection that was given back as good as new: ends an open transaction, forgets settings. Called only
    /// where [`needs_reset`](Self::needs_reset) says so.
    ///
    /// # Errors
    /// Anything: the connection is closed.
    fn reset(&self, conn: &mut Self::Conn) -> impl Future<Output = Result<(), Self::Error>> + Send;

    /// Whether a connection that was given back has to be reset before it serves again. Where it has not, it goes to the
    /// next caller at once, without a task of its own. Cheap: no waiting.
    fn needs_reset(&self, _conn: &Self::Conn) -> bool {
        true
    }

    /// Whether the connection is known to be dead, without asking the other side. Cheap: no waiting.
    fn is_broken(&self, _conn: &Self::Conn) -> bool {
        false
    }

    /// Whether connecting again may help after this error; a wrong password, say, stays wrong.
    fn is_transient(&self, _error: &Self::Error) -> bool {
        true
    }

    /// Where the connection notes its statements, if it does: the exhaustion error then says what each holder runs.
    /// Called once for each connection, when it was opened.
    fn last_statement(&self, _conn: &Self::Conn) -> Option<LastStatement> {
        None
    }

    /// Says goodbye to the other side. Called for connections that still work; others are dropped.
    fn close(&self, conn: Self::Conn) -> impl Future<Output = ()> + Send {
        async move { drop(conn) }
    }
}
