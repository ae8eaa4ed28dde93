//! Times of calls by the class of their statements, and their series. Transactions, DDL and the like have no class.

use std::collections::BTreeMap;

use loadline_core::Histogram;
use loadline_core::window::{Aggregate, Gauge, SeriesKey, watched};

use crate::session::is_marked;
use crate::statements::{StatementClass, StatementKind, tags};

/// What is put into a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogSeries {
    /// Times, and their means and numbers besides.
    All,
    /// Times alone: something else counts statements already.
    Times,
}

/// Times by class.
#[derive(Debug, Clone, Default)]
pub struct ClassTimes(BTreeMap<StatementClass, Histogram>);

impl ClassTimes {
    /// Adds a call; `empty` is what the times of a class begin as.
    #[inline]
    pub(super) fn record(&mut self, class: StatementClass, seconds: f64, empty: fn() -> Histogram) {
        if class != StatementClass::Utility {
            self.0.entry(class).or_insert_with(empty).record(seconds);
        }
    }

    /// Adds those of another time.
    pub(super) fn merge(&mut self, other: &Self) {
        for (class, times) in &other.0 {
            self.0
                .entry(*class)
                .and_modify(|own| own.merge(times))
                .or_insert_with(|| times.clone());
        }
    }

    /// Seconds of each call, by class.
    #[must_use]
    pub const fn by_class(&self) -> &BTreeMap<StatementClass, Histogram> {
        &self.0
    }

    /// Their series; `source` is the tag that says where they were read.
    #[must_use]
    pub fn series(&self, source: &str, which: LogSeries) -> BTreeMap<SeriesKey, Aggregate> {
        let mut series = BTreeMap::new();
        for (class, times) in &self.0 {
            let tags = tags(source, Some(&class.to_string()));
            if let (LogSeries::All, Some(mean)) = (which, times.mean()) {
                let (sum, count) = (times.sum(), times.count());
                let mean = Gauge { last: mean, min: mean, max: mean, sum, count };
                let calls = Aggregate::Counter(count as f64);
                series.insert(SeriesKey::new(watched::SQL_CALLS, tags.clone()), calls);
                series.insert(
                    SeriesKey::new(watched::SQL_MEAN, tags.clone()),
                    Aggregate::Gauge(mean),
                );
            }
            series.insert(SeriesKey::new(watched::SQL, tags), Aggregate::Histogram(times.clone()));
        }
        series
    }
}

/// The class of a statement in its shared form; `sql` is one call of it. Statements of our own have none: who looks at a
/// server does not judge the looking.
pub(super) fn class_of(sql: &[u8], form: &str) -> StatementClass {
    if is_marked(sql) {
        return StatementClass::Utility;
    }
    // How many rows a call wrote is not in the log.
    StatementKind::of(form, 0.0).class
}
