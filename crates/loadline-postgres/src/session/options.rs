//! What a session is opened with.
//!
//! Deliberately not here: where the server is (`address`).

use std::time::Duration;

/// Limits and rights of a session. The defaults change nothing on the server and give up soon.
#[derive(Debug, Clone)]
pub struct SessionOptions {
    /// Whether statements may change anything. The server itself refuses them otherwise.
    pub can_write: bool,
    /// The longest a statement may run; the server stops it then.
    pub statement_timeout: Duration,
    /// The longest a statement may wait for a lock.
    pub lock_timeout: Duration,
    /// The longest connecting may take, for each address of the host.
    pub connect_timeout: Duration,
    /// How long [`Session::reconnect`](super::Session::reconnect) tries again.
    pub reconnect_within: Duration,
    /// The password, where the connection string has none.
    pub password: Option<String>,
    /// The database, where another one than the connection string's is meant.
    pub database: Option<String>,
}

impl Default for SessionOptions {
    fn default() -> Self {
        Self {
            can_write: false,
            statement_timeout: Duration::from_secs(30),
            lock_timeout: Duration::from_secs(1),
            connect_timeout: Duration::from_secs(10),
            reconnect_within: Duration::from_secs(30),
            password: None,
            database: None,
        }
    }
}

impl SessionOptions {
    /// What the server is told while connecting, so that no statement runs without it, and so that a pooler that would
    /// hand the settings on to somebody else's session refuses instead.
    pub(super) fn startup(&self) -> String {
        let read_only = if self.can_write { "off" } else { "on" };
        let statement_ms = self.statement_timeout.as_millis();
        let lock_ms = self.lock_timeout.as_millis();
        format!(
            "-c default_transaction_read_only={read_only} -c statement_timeout={statement_ms} -c lock_timeout={lock_ms} \
             -c idle_in_transaction_session_timeout=60000"
        )
    }
}
