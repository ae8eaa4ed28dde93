//! A log that is followed while it is written: calls by class since somebody last asked. In come entries; out go times.
//!
//! Deliberately not here: what a whole log says (`collect`).

use loadline_core::Histogram;
use rustc_hash::FxHashMap;

use super::class_times::{ClassTimes, class_of};
use super::message::{self, Event, Phase};
use super::sessions::Sessions;
use crate::log::bounds::FINGERPRINTS_MAX;
use crate::log::entry::{Entry, Severity};
use crate::log::normal::Normalizer;
use crate::statements::StatementClass;

/// Calls and errors since the last [`take`](Self::take).
#[derive(Debug, Default)]
pub struct Tally {
    normalizer: Normalizer,
    classes: FxHashMap<u64, StatementClass>,
    sessions: Sessions,
    taken: Taken,
}

/// What was counted.
#[derive(Debug, Clone, Default)]
pub struct Taken {
    /// Times of calls.
    pub times: ClassTimes,
    /// Errors.
    pub errors: u64,
    /// Statements that were logged without how long they took.
    pub untimed: u64,
}

impl Tally {
    /// Counts an entry.
    pub fn add(&mut self, entry: &Entry<'_>) {
        match entry.severity {
            Severity::Log => self.log(entry),
            Severity::Error | Severity::Fatal | Severity::Panic => self.taken.errors += 1,
            Severity::Notice | Severity::Warning => {}
        }
    }

    /// What was counted since this was last asked.
    pub fn take(&mut self) -> Taken {
        std::mem::take(&mut self.taken)
    }

    fn log(&mut self, entry: &Entry<'_>) {
        match message::event(entry.message) {
            Event::Timed { seconds, phase: Phase::Execute, sql } => {
                let (_, class) = self.class(sql);
                self.call(class, seconds);
            }
            Event::Statement { sql } => {
                let (fingerprint, _) = self.class(sql);
                self.taken.untimed += 1;
                if let Some(session) = self.sessions.of(entry.origin.pid) {
                    session.wait(fingerprint, sql);
                }
            }
            // A duration without a statement belongs to the one its session logged before.
            Event::Duration { seconds } => {
                let session = self.sessions.of(entry.origin.pid);
                if let Some((_, sql)) = session.and_then(|session| session.waiting.take()) {
                    let (_, class) = self.class(&sql);
                    self.taken.untimed = self.taken.untimed.saturating_sub(1);
                    self.call(class, seconds);
                }
            }
            Event::Timed { .. } | Event::Plan { .. } | Event::Other => {}
        }
    }

    fn call(&mut self, class: StatementClass, seconds: f64) {
        self.taken.times.record(class, seconds, Histogram::new);
    }

    fn class(&mut self, sql: &[u8]) -> (u64, StatementClass) {
        let (fingerprint, form) = self.normalizer.normalize(sql);
        if let Some(known) = self.classes.get(&fingerprint) {
            return (fingerprint, *known);
        }
        if self.classes.len() >= FINGERPRINTS_MAX {
            self.classes.clear();
        }
        let class = class_of(sql, &String::from_utf8_lossy(form));
        self.classes.insert(fingerprint, class);
        (fingerprint, class)
    }
}
