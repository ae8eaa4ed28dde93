//! The collector of a server's log: what was written to it since the last second, as times of statements by class. This is
//! where percentiles come from; the server itself keeps means only.
//!
//! Deliberately not here: what else a log tells (`loadline db log`).

use std::path::{Path, PathBuf};
use std::time::Instant;

use loadline_core::window::{Aggregate, SeriesKey, watched};
use loadline_postgres::log::{LogFollower, LogSeries, ReadOptions, Tally};
use loadline_postgres::statements::Timing;
use loadline_watch::{Collector, Reading, source};

use super::database::Database;
use super::request::DatabaseRequest;
use crate::failure::Failure;
use crate::output::print::{printable, warning};

/// Seconds after which a log that tells statements and never how long they took is said to be of no use.
const UNTIMED_READINGS: u32 = 5;

/// One log.
pub(super) struct ServerLog {
    follower: LogFollower,
    tally: Tally,
    path: PathBuf,
    source: String,
    /// None where its times would be those of slow statements alone.
    series: Option<LogSeries>,
    is_fresh: bool,
    is_lost: bool,
    /// Readings with statements and no times.
    untimed: u32,
    passed_over: u64,
}

impl ServerLog {
    pub(super) fn open(path: &Path, series: Option<LogSeries>) -> Result<Self, Failure> {
        let follower = LogFollower::open(path, ReadOptions::default())?;
        Ok(Self {
            follower,
            tally: Tally::default(),
            path: path.to_owned(),
            source: format!("log:{}", printable(&path.display().to_string())),
            series,
            is_fresh: true,
            is_lost: false,
            untimed: 0,
            passed_over: 0,
        })
    }

    fn give(&mut self, reading: &mut Reading) {
        let taken = self.tally.take();
        if std::mem::replace(&mut self.is_fresh, false) {
            return;
        }
        let errors = Aggregate::Counter(taken.errors as f64);
        reading.series.insert(SeriesKey::new(watched::SQL_ERRORS, source(&self.source)), errors);
        if let Some(series) = self.series {
            reading.series.extend(taken.times.series(&self.source, series));
        }
        if !taken.times.by_class().is_empty() {
            self.untimed = 0;
        } else if taken.untimed > 0 {
            self.untimed += 1;
            if self.untimed == UNTIMED_READINGS {
                reading.notices.push(format!(
                    "{} has statements and not how long they took: `log_min_duration_statement = 0` logs it",
                    self.path.display()
                ));
            }
        }
        let more = self.follower.passed_over - self.passed_over;
        if more > 0 {
            self.passed_over = self.follower.passed_over;
            let megabytes = more / 1_000_000;
            reading.notices.push(format!(
                "{} grows faster than it is read: {megabytes} MB of it were passed over",
                self.path.display()
            ));
        }
    }
}

impl Collector for ServerLog {
    fn name(&self) -> &'static str {
        "watch-sql-log"
    }

    fn read(&mut self, _at: Instant) -> Reading {
        let mut reading = Reading::default();
        let Self { follower, tally, .. } = self;
        let read = follower.read_new(&mut |entry| tally.add(entry));
        reading.lost(&source(&self.source), read.is_err());
        let was_lost = std::mem::replace(&mut self.is_lost, read.is_err());
        match read {
            Ok(()) => self.give(&mut reading),
            Err(error) if !was_lost => {
                let path = self.path.display();
                reading.notices.push(format!("{path} cannot be read any more: {error}"));
            }
            Err(_) => {}
        }
        reading
    }
}

/// What logs give beside these servers: where statements are counted, the log counts none; where a server logs slow
/// statements alone, no percentile of its log is one of all statements.
pub(super) fn series_beside(servers: &[Database]) -> Option<LogSeries> {
    let is_slow = |server: &Database| matches!(server.timing(), Timing::Slow(_));
    if servers.iter().any(is_slow) {
        return None;
    }
    let counts = servers.iter().any(Database::counts_statements);
    Some(if counts { LogSeries::Times } else { LogSeries::All })
}

/// What of the servers' settings keeps percentiles from being known.
pub(super) fn say_what_is_logged(request: &DatabaseRequest, servers: &[Database]) {
    if request.logs.is_empty() {
        return;
    }
    for server in servers {
        let what = match server.timing() {
            Timing::All | Timing::Sampled => continue,
            Timing::Slow(limit_ms) => {
                format!(
                    "logs statements of {limit_ms} ms and more alone, so `sql` has no percentiles"
                )
            }
            Timing::Nothing => "does not log how long statements take".to_owned(),
        };
        let place = server.place();
        warning(&format!(
            "{place} {what}; shown by: ALTER SYSTEM SET log_min_duration_statement = 0; SELECT pg_reload_conf();"
        ));
    }
}
