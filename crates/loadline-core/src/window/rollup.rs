//! A rollup: any number of windows folded into one, in bounded memory.

use std::collections::BTreeMap;

use super::aggregate::Aggregate;
use super::series::{SeriesKey, Window, merged};
use super::tags::Tags;

/// The whole of a stretch of windows. Memory grows with the number of series, not with time.
#[derive(Debug, Clone, Default)]
pub struct Rollup {
    start_ms: Option<i64>,
    end_ms: i64,
    series: BTreeMap<SeriesKey, Aggregate>,
}

impl Rollup {
    /// Appends a window; windows come in the order of their time.
    pub fn observe(&mut self, window: &Window) {
        self.start_ms.get_or_insert(window.start_ms);
        self.end_ms = self.end_ms.max(window.end_ms());
        for (key, aggregate) in &window.series {
            match self.series.get_mut(key) {
                Some(own) => own.follow(aggregate),
                None => {
                    self.series.insert(key.clone(), aggregate.clone());
                }
            }
        }
    }

    /// Where the first window starts, in milliseconds since 1970; none before the first.
    pub fn start_ms(&self) -> Option<i64> {
        self.start_ms
    }

    /// The time covered, in seconds.
    pub fn seconds(&self) -> f64 {
        self.start_ms.map_or(0.0, |start_ms| (self.end_ms - start_ms) as f64 / 1_000.0)
    }

    /// Every series with its aggregate, ordered by metric, then tags.
    pub fn series(&self) -> impl Iterator<Item = (&SeriesKey, &Aggregate)> {
        self.series.iter()
    }

    /// All series of `metric` whose tags contain `filter`, as one; none when there is no such series.
    pub fn merged(&self, metric: &str, filter: &Tags) -> Option<Aggregate> {
        merged(&self.series, metric, filter)
    }
}

impl<'a> FromIterator<&'a Window> for Rollup {
    fn from_iter<I: IntoIterator<Item = &'a Window>>(windows: I) -> Self {
        let mut rollup = Self::default();
        windows.into_iter().for_each(|window| rollup.observe(window));
        rollup
    }
}
