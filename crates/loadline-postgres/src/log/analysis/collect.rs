//! Entries in, everything counted: each entry goes to the one that it is about.

use loadline_core::Window;

use super::checkpoints::Checkpoints;
use super::connections::Connections;
use super::course::{Course, Point};
use super::locks::Locks;
use super::message::{self, Event, Phase};
use super::messages::Messages;
use super::plans::LoggedPlans;
use super::sessions::{EndedRow, Sessions};
use super::statements::Statements;
use super::temp_files::TempFiles;
use super::vacuums::Vacuums;
use crate::log::entry::{Entry, Severity};
use crate::log::moment::Moment;

/// What a log says, so far.
#[derive(Debug, Default)]
pub struct Analysis {
    /// Entries seen.
    pub entries: u64,
    /// When the first was written.
    pub first: Option<Moment>,
    /// When the last was written.
    pub last: Option<Moment>,
    /// Statements with their times.
    pub statements: Statements,
    /// Errors and warnings.
    pub messages: Messages,
    /// Lock waits and deadlocks.
    pub locks: Locks,
    /// Checkpoints.
    pub checkpoints: Checkpoints,
    /// Temporary files.
    pub temp_files: TempFiles,
    /// Autovacuum.
    pub vacuums: Vacuums,
    /// Connections.
    pub connections: Connections,
    /// Plans of auto_explain.
    pub plans: LoggedPlans,
    course: Course,
    sessions: Sessions,
}

impl Analysis {
    /// Counts an entry.
    #[inline]
    pub fn add(&mut self, entry: &Entry<'_>) {
        self.entries += 1;
        if let Some(moment) = entry.origin.moment {
            self.first = Some(self.first.map_or(moment, |first| first.min(moment)));
            self.last = Some(self.last.map_or(moment, |last| last.max(moment)));
        }
        match entry.severity {
            Severity::Log => self.log(entry),
            Severity::Notice => {}
            Severity::Warning | Severity::Error | Severity::Fatal | Severity::Panic => {
                self.problem(entry);
            }
        }
    }

    #[inline]
    fn log(&mut self, entry: &Entry<'_>) {
        match message::event(entry.message) {
            Event::Timed { seconds, phase: Phase::Execute, sql } => {
                self.call(seconds, sql, entry);
            }
            Event::Timed { seconds, phase, sql } => {
                let (place, _) = self.statements.place(sql);
                let statement = self.statements.at(place);
                match phase {
                    Phase::Parse => statement.parse_seconds += seconds,
                    _ => statement.bind_seconds += seconds,
                }
            }
            Event::Duration { seconds } => self.duration(seconds, entry),
            Event::Statement { sql } => {
                let (_, fingerprint) = self.statements.place(sql);
                if let Some(session) = self.sessions.of(entry.origin.pid) {
                    session.wait(fingerprint, sql);
                }
            }
            Event::Plan { seconds, plan } => self.plans.add(seconds, plan, entry),
            Event::Other => self.other(entry),
        }
    }

    #[inline]
    fn call(&mut self, seconds: f64, sql: &[u8], entry: &Entry<'_>) {
        let (place, fingerprint) = self.statements.place(sql);
        let statement = self.statements.at(place);
        statement.call(seconds, sql, entry);
        if let Some(moment) = entry.origin.moment {
            self.course.at(moment).call(statement.class, seconds);
        }
        let ended = self.sessions.of(entry.origin.pid).and_then(|session| {
            session.waiting = None;
            session.called(fingerprint)
        });
        if let Some(row) = ended {
            self.row(row);
        }
    }

    /// A duration without a statement belongs to the one its session logged before.
    fn duration(&mut self, seconds: f64, entry: &Entry<'_>) {
        let session = self.sessions.of(entry.origin.pid);
        if let Some((_, sql)) = session.and_then(|session| session.waiting.take()) {
            self.call(seconds, &sql, entry);
        }
    }

    /// Calls in a row have ended.
    fn row(&mut self, row: EndedRow) {
        let Some(place) = self.statements.find(row.fingerprint) else { return };
        self.statements.at(place).repeats.add(&row);
    }

    fn other(&mut self, entry: &Entry<'_>) {
        let message = entry.message;
        if let Some(bytes) = self.temp_files.add(message) {
            if let Some(place) = self.statement_of(entry) {
                let statement = self.statements.at(place);
                statement.temp_files += 1;
                statement.temp_bytes += bytes;
            }
        } else if self.locks.add(entry) {
            let is_waiting = memchr::memmem::find(message, b" still waiting ").is_some();
            if is_waiting && let Some(place) = self.statement_of(entry) {
                self.statements.at(place).lock_waits += 1;
            }
        } else if self.connections.add(message) {
            if message.starts_with(b"disconnection")
                && let Some(row) = self.sessions.end(entry.origin.pid)
            {
                self.row(row);
            }
        } else if !self.checkpoints.add(message) {
            self.vacuums.add(message);
        }
    }

    fn problem(&mut self, entry: &Entry<'_>) {
        self.messages.add(entry);
        if entry.severity == Severity::Warning {
            return;
        }
        self.locks.add_error(entry);
        if let Some(moment) = entry.origin.moment {
            self.course.at(moment).errors += 1;
        }
        if let Some(place) = self.statement_of(entry) {
            self.statements.at(place).errors += 1;
        }
    }

    /// The statement that an entry names, or that its session logged before.
    fn statement_of(&mut self, entry: &Entry<'_>) -> Option<usize> {
        if !entry.statement.is_empty() {
            return Some(self.statements.place(entry.statement).0);
        }
        let session = self.sessions.of(entry.origin.pid)?;
        let (fingerprint, _) = session.waiting.as_ref()?;
        self.statements.find(*fingerprint)
    }

    /// Counts what sessions were in the middle of when the log ended.
    pub(crate) fn finish(&mut self) {
        for row in self.sessions.rows() {
            self.row(row);
        }
        self.sessions = Sessions::default();
    }

    /// Seconds from the first entry to the last.
    #[must_use]
    pub fn seconds(&self) -> f64 {
        let (Some(first), Some(last)) = (self.first, self.last) else { return 0.0 };
        (last.0 - first.0) as f64 / 1_000.0
    }

    /// The course over time: when its first interval begins, how many milliseconds each is long, and all of them.
    #[must_use]
    pub fn course(&self) -> (Moment, i64, &[Point]) {
        (self.course.begin(), self.course.interval_ms(), self.course.points())
    }
    /// The course as windows, for the judge: times of statements by class (`sql`), their means and numbers, errors. Their
    /// clock is the one on the server's wall.
    pub fn windows(&self) -> impl Iterator<Item = Window> {
        self.course.windows()
    }
}
