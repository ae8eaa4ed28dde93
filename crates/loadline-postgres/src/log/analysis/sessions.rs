//! What each session did last: to join a duration with its statement, and to see calls in a row.

use rustc_hash::FxHashMap;

use crate::log::bounds::{EXAMPLE_BYTES_MAX, SESSIONS_MAX};

/// Calls in a row from which on they count as a loop.
pub(super) const ROW_MIN: u64 = 5;

/// Sessions by process.
#[derive(Debug, Default)]
pub(super) struct Sessions {
    by_pid: FxHashMap<u32, Session>,
}

/// One session.
#[derive(Debug, Default)]
pub(super) struct Session {
    /// A statement whose duration has not come, its text cut.
    pub(super) waiting: Option<(u64, Vec<u8>)>,
    /// The statement that was called last.
    row: u64,
    /// How many times in a row.
    length: u64,
    /// The one before the row.
    parent: u64,
}

/// Calls of one statement in a row that has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct EndedRow {
    pub(super) fingerprint: u64,
    pub(super) length: u64,
    pub(super) parent: u64,
}

impl Sessions {
    /// The session of a process; the process zero is nobody's.
    #[inline]
    pub(super) fn of(&mut self, pid: u32) -> Option<&mut Session> {
        if pid == 0 {
            return None;
        }
        if self.by_pid.len() >= SESSIONS_MAX && !self.by_pid.contains_key(&pid) {
            // Logs without disconnections hold processes that are long gone; who they were does not matter.
            self.by_pid.clear();
        }
        Some(self.by_pid.entry(pid).or_default())
    }

    /// Forgets a session; gives its last row.
    pub(super) fn end(&mut self, pid: u32) -> Option<EndedRow> {
        self.by_pid.remove(&pid).and_then(|session| session.ended_row())
    }

    /// The rows of all sessions that have not ended.
    pub(super) fn rows(&self) -> Vec<EndedRow> {
        self.by_pid.values().filter_map(Session::ended_row).collect()
    }
}

impl Session {
    /// A statement was called; gives the row that this ended.
    #[inline]
    pub(super) fn called(&mut self, fingerprint: u64) -> Option<EndedRow> {
        if self.row == fingerprint {
            self.length += 1;
            return None;
        }
        let ended = self.ended_row();
        self.parent = self.row;
        self.row = fingerprint;
        self.length = 1;
        ended
    }

    /// Keeps a statement until its duration comes.
    pub(super) fn wait(&mut self, fingerprint: u64, sql: &[u8]) {
        self.waiting = Some((fingerprint, sql[..sql.len().min(EXAMPLE_BYTES_MAX)].to_vec()));
    }

    fn ended_row(&self) -> Option<EndedRow> {
        (self.length >= ROW_MIN).then_some(EndedRow {
            fingerprint: self.row,
            length: self.length,
            parent: self.parent,
        })
    }
}
