//! One entry of a log in the shape that all formats agree on. Readers fill it with slices of the file, the analysis
//! reads it; nothing in it outlives the call.
//!
//! Deliberately not here: what an entry means.

use super::moment::Moment;

/// How grave an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Anything below a log message: `DEBUG`, `INFO`, `NOTICE`.
    Notice,
    /// For the administrator: durations, checkpoints, lock waits.
    Log,
    /// A warning.
    Warning,
    /// The statement was given up.
    Error,
    /// The session was ended.
    Fatal,
    /// All sessions were ended.
    Panic,
}

impl Severity {
    /// The word that PostgreSQL writes.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Notice => "NOTICE",
            Self::Log => "LOG",
            Self::Warning => "WARNING",
            Self::Error => "ERROR",
            Self::Fatal => "FATAL",
            Self::Panic => "PANIC",
        }
    }

    /// The severity of that word, in the languages' common English form.
    #[must_use]
    pub fn of_word(word: &[u8]) -> Option<Self> {
        Some(match word {
            b"LOG" => Self::Log,
            b"ERROR" => Self::Error,
            b"FATAL" => Self::Fatal,
            b"PANIC" => Self::Panic,
            b"WARNING" => Self::Warning,
            b"NOTICE" | b"INFO" | b"DEBUG" => Self::Notice,
            b"DEBUG1" | b"DEBUG2" | b"DEBUG3" | b"DEBUG4" | b"DEBUG5" => Self::Notice,
            _ => return None,
        })
    }
}

/// Who an entry is about, as far as the log says. Empty where it does not.
#[derive(Debug, Clone, Copy, Default)]
pub struct Origin<'a> {
    /// When, as written: time zones are not followed.
    pub moment: Option<Moment>,
    /// The process; zero where unknown.
    pub pid: u32,
    /// The user.
    pub user: &'a [u8],
    /// The database.
    pub database: &'a [u8],
    /// The application.
    pub application: &'a [u8],
    /// The client's address.
    pub host: &'a [u8],
    /// The SQLSTATE.
    pub state: &'a [u8],
}

/// One entry with the lines that belong to it.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// Who and when.
    pub origin: Origin<'a>,
    /// How grave.
    pub severity: Severity,
    /// What happened. Lines after the first may begin with a tab.
    pub message: &'a [u8],
    /// More about it: parameters of a statement, who holds a lock.
    pub detail: &'a [u8],
    /// Where in the server's work.
    pub context: &'a [u8],
    /// The statement that was run.
    pub statement: &'a [u8],
}
