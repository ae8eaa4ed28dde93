//! One statement with all its calls.

use loadline_core::Histogram;

use super::sessions::EndedRow;
use super::text::kept;
use crate::log::bounds::{COARSE_EXACT_MAX, COARSE_SCHEMA, EXAMPLE_BYTES_MAX};
use crate::log::entry::Entry;
use crate::log::moment::Moment;
use crate::statements::StatementClass;

/// A statement as its calls share it, and what they took.
#[derive(Debug, Clone)]
pub struct Statement {
    /// What its calls agree on.
    pub fingerprint: u64,
    /// The shared text: values are `?`.
    pub form: String,
    /// Its class, as far as the text tells.
    pub class: StatementClass,
    /// Seconds of each call.
    pub times: Histogram,
    /// Seconds of parsing, where it was logged apart.
    pub parse_seconds: f64,
    /// Seconds of binding, where it was logged apart.
    pub bind_seconds: f64,
    /// The first call.
    pub first: Option<Moment>,
    /// The last call.
    pub last: Option<Moment>,
    /// The slowest call.
    pub slowest: Option<Example>,
    /// Temporary files it wrote.
    pub temp_files: u64,
    /// Their bytes.
    pub temp_bytes: f64,
    /// Times it waited for a lock for longer than `deadlock_timeout`.
    pub lock_waits: u64,
    /// Errors it ended with.
    pub errors: u64,
    /// Calls of it that followed each other in one session.
    pub repeats: Repeats,
    /// Whether its times are kept at the finest resolution.
    pub(super) is_fine: bool,
}

/// One call.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// How long it took.
    pub seconds: f64,
    /// Its text, cut where it is long.
    pub sql: String,
    /// Its parameters, where they were logged.
    pub parameters: String,
    /// When it ended.
    pub moment: Option<Moment>,
    /// Who ran it.
    pub user: String,
    /// Where.
    pub database: String,
    /// With what.
    pub application: String,
}

/// Calls in a row: the sign of a loop in the application.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Repeats {
    /// Rows of five calls and more.
    pub rows: u64,
    /// Calls within them.
    pub calls: u64,
    /// The shortest row.
    pub shortest: u64,
    /// The longest row.
    pub longest: u64,
    /// The statement that came before most rows, where one did.
    pub parent: Option<u64>,
    /// By how many rows, at least, it outnumbers all others.
    pub lead: u64,
}

impl Repeats {
    /// A row has ended. The parent is found by the vote of Boyer and Moore, which needs no memory of the others.
    pub(super) fn add(&mut self, row: &EndedRow) {
        self.rows += 1;
        self.calls += row.length;
        self.longest = self.longest.max(row.length);
        self.shortest = if self.rows == 1 { row.length } else { self.shortest.min(row.length) };
        let parent = (row.parent != 0).then_some(row.parent);
        if self.lead == 0 {
            self.parent = parent;
        }
        self.lead = if self.parent == parent { self.lead + 1 } else { self.lead - 1 };
    }
}

impl Statement {
    pub(super) fn new(
        fingerprint: u64,
        form: String,
        class: StatementClass,
        is_fine: bool,
    ) -> Self {
        Self {
            fingerprint,
            form,
            class,
            times: Histogram::new(),
            parse_seconds: 0.0,
            bind_seconds: 0.0,
            first: None,
            last: None,
            slowest: None,
            temp_files: 0,
            temp_bytes: 0.0,
            lock_waits: 0,
            errors: 0,
            repeats: Repeats::default(),
            is_fine,
        }
    }

    /// Adds a call.
    #[inline]
    pub(super) fn call(&mut self, seconds: f64, sql: &[u8], entry: &Entry<'_>) {
        self.times.record(seconds);
        if !self.is_fine && self.times.count() == COARSE_EXACT_MAX {
            self.times.downscale(COARSE_SCHEMA);
        }
        if let Some(moment) = entry.origin.moment {
            self.first = Some(self.first.map_or(moment, |first| first.min(moment)));
            self.last = Some(self.last.map_or(moment, |last| last.max(moment)));
        }
        if self.slowest.as_ref().is_none_or(|slowest| seconds > slowest.seconds) {
            self.slowest = Some(example(seconds, sql, entry));
        }
    }

    /// All seconds of all calls, without parsing and binding.
    #[must_use]
    pub const fn total_seconds(&self) -> f64 {
        self.times.sum()
    }
}

fn example(seconds: f64, sql: &[u8], entry: &Entry<'_>) -> Example {
    let parameters = entry.detail.strip_prefix(b"parameters: ");
    let parameters = parameters.or_else(|| entry.detail.strip_prefix(b"Parameters: "));
    let name = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Example {
        seconds,
        sql: kept(sql, EXAMPLE_BYTES_MAX),
        parameters: kept(parameters.unwrap_or_default(), EXAMPLE_BYTES_MAX),
        moment: entry.origin.moment,
        user: name(entry.origin.user),
        database: name(entry.origin.database),
        application: name(entry.origin.application),
    }
}
