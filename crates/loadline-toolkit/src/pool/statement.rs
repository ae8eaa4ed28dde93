//! [`LastStatement`]: a note beside a connection that says what its holder runs, readable by whoever has to explain why
//! the pool is empty. Statements come in from the connection's own wrapper or from the guard; nothing is parsed.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::time::Instant;

/// Bytes of a statement that are kept.
const STATEMENT_BYTES_MAX: usize = 512;

/// The note of one connection; cloning it gives another handle to the same note.
///
/// ```
/// use loadline_toolkit::pool::LastStatement;
///
/// let note = LastStatement::new();
/// note.started("SELECT 1");
/// assert!(note.get().expect("noted").is_running);
/// note.ended();
/// assert_eq!(note.get().expect("still known").text, "SELECT 1");
/// ```
#[derive(Debug, Clone, Default)]
pub struct LastStatement {
    note: Arc<Note>,
}

/// What a connection ran last.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Statement {
    /// Its first 512 bytes.
    pub text: String,
    /// Whether it has not ended yet.
    pub is_running: bool,
    /// For how long it has been running, or how long ago it ended.
    pub since: Duration,
}

#[derive(Debug, Default)]
struct Note {
    /// Whether anything was noted since the last [`LastStatement::forget`]: read on each release without the lock.
    is_noted: AtomicBool,
    current: Mutex<Option<Current>>,
}

#[derive(Debug)]
struct Current {
    text: String,
    is_running: bool,
    changed: Instant,
}

impl LastStatement {
    /// A note with nothing on it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A statement begins; beyond 512 bytes it is cut.
    pub fn started(&self, statement: &str) {
        let text = statement[..statement.floor_char_boundary(STATEMENT_BYTES_MAX)].to_owned();
        self.put(Some(Current { text, is_running: true, changed: Instant::now() }));
        self.note.is_noted.store(true, Ordering::Release);
    }

    /// The statement has ended, well or not.
    pub fn ended(&self) {
        let mut current = self.note.current.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(current) = &mut *current {
            current.is_running = false;
            current.changed = Instant::now();
        }
    }

    /// What was noted last.
    #[must_use]
    pub fn get(&self) -> Option<Statement> {
        let current = self.note.current.lock().unwrap_or_else(PoisonError::into_inner);
        current.as_ref().map(|current| Statement {
            text: current.text.clone(),
            is_running: current.is_running,
            since: current.changed.elapsed(),
        })
    }

    /// Takes the note away: the connection's next holder has run nothing yet.
    pub(super) fn forget(&self) {
        if self.note.is_noted.load(Ordering::Acquire) {
            self.note.is_noted.store(false, Ordering::Release);
            self.put(None);
        }
    }

    fn put(&self, current: Option<Current>) {
        *self.note.current.lock().unwrap_or_else(PoisonError::into_inner) = current;
    }
}
