//! What can go wrong between here and the server. In comes what the driver says; out goes a variant for each thing that a
//! person would do something different about, with the words for it.
//!
//! Deliberately not here: printing and exit codes.

use std::error::Error as _;

use tokio_postgres::error::SqlState;

/// Why the server did not answer. Messages fit after "failed to".
#[derive(Debug, thiserror::Error)]
pub enum SessionError {
    /// A connection string that cannot be read.
    #[error("read the connection string: {why}")]
    Address {
        /// What is wrong with it.
        why: String,
    },
    /// Certificates that cannot be used.
    #[error("read certificates: {why}")]
    Certificates {
        /// What is wrong with them.
        why: String,
    },
    /// Nobody listens there, or the way there is blocked.
    #[error("connect to {place}: {why}")]
    Unreachable {
        /// Host and port.
        place: String,
        /// What the system said.
        why: String,
    },
    /// A wrong or missing password, or a rule of `pg_hba.conf`.
    #[error("log in to {place} as {user}: {why}")]
    Login {
        /// Host and port.
        place: String,
        /// Who asked.
        user: String,
        /// What the server said.
        why: String,
    },
    /// The database is not there.
    #[error("open the database: {why}")]
    NoDatabase {
        /// What the server said.
        why: String,
    },
    /// The server is starting, stopping or recovering.
    #[error("connect to {place}: the server is not ready: {why}")]
    NotReady {
        /// Host and port.
        place: String,
        /// What the server said.
        why: String,
    },
    /// All connections are taken.
    #[error("connect to {place}: {why}")]
    Full {
        /// Host and port.
        place: String,
        /// What the server said.
        why: String,
    },
    /// No TLS came about.
    #[error("speak TLS with {place}: {why}")]
    Tls {
        /// Host and port.
        place: String,
        /// What rustls or the server said.
        why: String,
    },
    /// Something between here and the server takes no settings, or drops them: a pooler.
    #[error("connect to {place}: {why}")]
    Pooler {
        /// Host and port.
        place: String,
        /// What gave it away.
        why: String,
    },
    /// A server older than what is understood.
    #[error(
        "read this server: it is PostgreSQL {version}, and 11 is the oldest that is understood"
    )]
    TooOld {
        /// Its version.
        version: String,
    },
    /// The role lacks a right.
    #[error("read what was asked for: {why}")]
    Forbidden {
        /// What the server said.
        why: String,
    },
    /// The session may not change anything, and the statement would have.
    #[error("run a statement that changes something: {why}")]
    ReadOnly {
        /// What the server said.
        why: String,
    },
    /// A statement hit the session's time limit, or waited too long for a lock.
    #[error("get an answer in time: {why}")]
    TimedOut {
        /// What the server said.
        why: String,
    },
    /// The connection ended.
    #[error("keep the connection: {why}")]
    Lost {
        /// What ended it.
        why: String,
    },
    /// The server refused a statement.
    #[error("run a statement: {why} (SQLSTATE {code})")]
    Statement {
        /// What the server said.
        why: String,
        /// Its code.
        code: String,
        /// The character, from 1, where the server saw the mistake.
        position: Option<u32>,
    },
    /// An answer of another shape than expected.
    #[error("understand the server's answer: {why}")]
    Shape {
        /// What was wrong with it.
        why: String,
    },
}

/// What the driver and rustls say about bytes that are no PostgreSQL's.
const STRANGE: [&str; 5] = [
    "bytes remaining on stream",
    "unknown message tag",
    "invalid message length",
    "InvalidContentType",
    "early eof",
];

impl SessionError {
    /// An error while connecting.
    pub(super) fn connecting(error: &tokio_postgres::Error, place: &str, user: &str) -> Self {
        let (place, user) = (place.to_owned(), user.to_owned());
        let Some(answer) = error.as_db_error() else {
            let why = said(error);
            if STRANGE.iter().any(|sign| why.contains(sign)) {
                let why = format!("what answers there does not speak PostgreSQL ({why})");
                return Self::Unreachable { place, why };
            }
            return match error.to_string().as_str() {
                "error performing TLS handshake" => Self::Tls { place, why },
                "invalid configuration" | "authentication error" => {
                    Self::Login { place, user, why }
                }
                "connection closed" => Self::NotReady { place, why },
                _ => Self::Unreachable { place, why },
            };
        };
        let why = answer.message().to_owned();
        match answer.code() {
            code if *code == SqlState::INVALID_PASSWORD
                || *code == SqlState::INVALID_AUTHORIZATION_SPECIFICATION =>
            {
                Self::Login { place, user, why }
            }
            code if *code == SqlState::INVALID_CATALOG_NAME => Self::NoDatabase { why },
            code if *code == SqlState::TOO_MANY_CONNECTIONS => Self::Full { place, why },
            code if is_restart(code) => Self::NotReady { place, why },
            _ if why.contains("startup parameter") => Self::Pooler { place, why },
            code if *code == SqlState::INSUFFICIENT_PRIVILEGE => Self::Forbidden { why },
            code => Self::Statement { why, code: code.code().to_owned(), position: None },
        }
    }

    /// An error of a statement.
    pub(crate) fn running(error: &tokio_postgres::Error) -> Self {
        let Some(answer) = error.as_db_error() else {
            let why = said(error);
            return match error.to_string().as_str() {
                text if error.is_closed() || text.contains("communicating") => Self::Lost { why },
                _ => Self::Shape { why },
            };
        };
        let why = answer.message().to_owned();
        let code = answer.code();
        if *code == SqlState::INSUFFICIENT_PRIVILEGE {
            Self::Forbidden { why }
        } else if *code == SqlState::READ_ONLY_SQL_TRANSACTION {
            Self::ReadOnly { why }
        } else if *code == SqlState::QUERY_CANCELED || *code == SqlState::LOCK_NOT_AVAILABLE {
            Self::TimedOut { why }
        } else if is_restart(code) {
            Self::Lost { why }
        } else {
            let position = match answer.position() {
                Some(tokio_postgres::error::ErrorPosition::Original(at)) => Some(*at),
                _ => None,
            };
            Self::Statement { why, code: code.code().to_owned(), position }
        }
    }

    /// Whether trying again in a moment may help.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        matches!(
            self,
            Self::Unreachable { .. }
                | Self::NotReady { .. }
                | Self::Lost { .. }
                | Self::Full { .. }
        )
    }

    /// What to do about it, where there is something to say.
    #[must_use]
    pub fn hint(&self) -> Option<&'static str> {
        let hint = match self {
            Self::Address { .. } => "a URL reads `postgres://USER:PASSWORD@HOST:PORT/DATABASE`",
            Self::Certificates { .. } => "`sslrootcert` wants a PEM file of certificates",
            Self::Unreachable { .. } => {
                "check that the server runs, listens on that address (`listen_addresses`), and that no firewall is between"
            }
            Self::Login { .. } => {
                "check user and password (in the URL or in PGPASSWORD) and the server's pg_hba.conf"
            }
            Self::NoDatabase { .. } => "name a database that is there: `postgres://…/DATABASE`",
            Self::NotReady { .. } => "try again once the server has started",
            Self::Full { .. } => {
                "close a connection, or log in as a role with `pg_use_reserved_connections` or as a superuser"
            }
            Self::Tls { .. } => {
                "`sslmode=disable` goes without TLS; `sslmode=require` encrypts and trusts any certificate; `sslrootcert=FILE` names the one to trust"
            }
            Self::Pooler { .. } => {
                "connect to the server itself, past the pooler: settings of a session must not reach anybody else's"
            }
            Self::Forbidden { .. } => {
                "GRANT pg_monitor, and pg_read_all_data where plans are wanted, to the role"
            }
            Self::ReadOnly { .. } => "nothing on the server is changed without `--apply`",
            Self::TimedOut { .. } => {
                "look again when the server is less busy, or give it longer with `--timeout`"
            }
            Self::Lost { .. } => "the server ended the connection: its log says why",
            Self::TooOld { .. } | Self::Statement { .. } | Self::Shape { .. } => return None,
        };
        Some(hint)
    }
}

fn is_restart(code: &SqlState) -> bool {
    [SqlState::CANNOT_CONNECT_NOW, SqlState::ADMIN_SHUTDOWN, SqlState::CRASH_SHUTDOWN]
        .contains(code)
}

/// The innermost cause: what the system or the server said.
fn said(error: &tokio_postgres::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(deeper) = cause {
        text = deeper.to_string();
        cause = deeper.source();
    }
    text
}
