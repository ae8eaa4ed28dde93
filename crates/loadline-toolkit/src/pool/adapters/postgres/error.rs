//! [`PostgresError`]: what a statement or a connection can fail of, and whether trying again makes sense.

use crate::{Transient, deadline::DeadlineExceeded};
use std::io;
use tokio_postgres::error::SqlState;

/// Why a statement failed, or a connection could not be opened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PostgresError {
    /// What the driver says.
    #[error(transparent)]
    Driver(#[from] tokio_postgres::Error),
    /// The task's deadline passed first. The server was told to stop the statement; whether it had done its work by
    /// then is not known, a `COMMIT` included.
    #[error(transparent)]
    Deadline(#[from] DeadlineExceeded),
    /// Another number of rows than was asked for.
    #[error("the statement returned {rows} rows where {wanted} was wanted")]
    RowCount {
        /// Rows that came.
        rows: usize,
        /// Rows that were asked for, in words.
        wanted: &'static str,
    },
}

impl PostgresError {
    /// The server's five-letter code, where the server is the one that refused.
    #[must_use]
    pub fn code(&self) -> Option<&SqlState> {
        match self {
            Self::Driver(error) => error.code(),
            Self::Deadline(_) | Self::RowCount { .. } => None,
        }
    }
}

impl Transient for PostgresError {
    /// A connection that was lost or refused, a server that starts, stops or is full, a deadlock, a serialisation
    /// failure, a lock that was not free: trying the whole transaction again may succeed.
    fn is_transient(&self) -> bool {
        match self {
            Self::Driver(error) => error
                .code()
                .map_or_else(|| is_of_the_connection(error), |code| may_pass(code.code())),
            Self::Deadline(deadline) => deadline.is_transient(),
            Self::RowCount { .. } => false,
        }
    }
}

/// Whether an error that did not come from the server is one of the connection.
fn is_of_the_connection(error: &tokio_postgres::Error) -> bool {
    error.is_closed()
        || std::error::Error::source(error)
            .is_some_and(|source| source.downcast_ref::<io::Error>().is_some())
}

/// The codes that tell of a state that passes (PostgreSQL's manual, appendix A).
pub(super) fn may_pass(code: &str) -> bool {
    // Connection exceptions, transaction rollbacks (serialisation, deadlock), insufficient resources.
    const CLASSES: [&str; 3] = ["08", "40", "53"];
    // A primary that became a replica, a lock not free, a server that shuts down, crashed, or starts, an idle session
    // that was ended, a statement the server no longer knows.
    const CODES: [&str; 7] = ["25006", "55P03", "57P01", "57P02", "57P03", "57P05", "26000"];
    CLASSES.iter().any(|class| code.starts_with(class)) || CODES.contains(&code)
}
