//! What can go wrong while indexes are chosen. Statements that cannot be read are no error: they are skipped and counted.

use thiserror::Error;

/// Why no choice could be made.
#[derive(Debug, Error)]
pub enum IndexError {
    /// The server answered with an error, or the connection is gone.
    #[error("ask the server about {what}")]
    Server {
        /// What was asked.
        what: &'static str,
        /// The driver's own words.
        #[source]
        source: tokio_postgres::Error,
    },
    /// An answer had another shape than it has in any version known.
    #[error("understand the server's answer about {what}")]
    Answer {
        /// What was asked.
        what: &'static str,
    },
    /// The thread that reads statements could not be started.
    #[error("start a thread to read statements")]
    Thread(#[source] std::io::Error),
}

impl IndexError {
    /// For `map_err`: the driver's error with what was asked.
    pub(crate) fn server(what: &'static str) -> impl FnOnce(tokio_postgres::Error) -> Self {
        move |source| Self::Server { what, source }
    }
}
