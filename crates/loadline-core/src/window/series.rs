//! A series and the window that holds one aggregate for each.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::aggregate::Aggregate;
use super::tags::Tags;

/// A metric with its tags.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SeriesKey {
    /// The metric's series name.
    pub metric: Arc<str>,
    /// What tells it from other series of the metric.
    pub tags: Tags,
}

impl SeriesKey {
    /// The series of `metric` with `tags`.
    pub fn new(metric: impl Into<Arc<str>>, tags: Tags) -> Self {
        Self { metric: metric.into(), tags }
    }

    /// The series of `metric` that carries no tags.
    pub fn bare(metric: impl Into<Arc<str>>) -> Self {
        Self::new(metric, Tags::default())
    }
}

/// What was measured from `start_ms` for `length_ms`.
#[derive(Debug, Clone, Default)]
pub struct Window {
    /// Start in milliseconds since 1970.
    pub start_ms: i64,
    /// Length in milliseconds.
    pub length_ms: u32,
    /// One aggregate for each series.
    pub series: BTreeMap<SeriesKey, Aggregate>,
}

impl Window {
    /// An empty window.
    pub fn new(start_ms: i64, length_ms: u32) -> Self {
        Self { start_ms, length_ms, series: BTreeMap::new() }
    }

    /// Where the window ends, in milliseconds since 1970.
    pub fn end_ms(&self) -> i64 {
        self.start_ms + i64::from(self.length_ms)
    }

    /// Adds what another source measured over the same time: gauges of one series add up.
    pub fn add(&mut self, other: Self) {
        for (key, theirs) in other.series {
            match self.series.entry(key) {
                std::collections::btree_map::Entry::Vacant(place) => {
                    place.insert(theirs);
                }
                std::collections::btree_map::Entry::Occupied(mut own) => {
                    own.get_mut().add(&theirs);
                }
            }
        }
    }

    /// All series of `metric` whose tags contain `filter`, as one; none when there is no such series.
    pub fn merged(&self, metric: &str, filter: &Tags) -> Option<Aggregate> {
        merged(&self.series, metric, filter)
    }
}

/// All matching series as one aggregate.
pub(super) fn merged(
    series: &BTreeMap<SeriesKey, Aggregate>,
    metric: &str,
    filter: &Tags,
) -> Option<Aggregate> {
    let from = SeriesKey::bare(metric);
    let mut matching = series
        .range(from..)
        .take_while(|(key, _)| &*key.metric == metric)
        .filter(|(key, _)| key.tags.contain(filter))
        .map(|(_, aggregate)| aggregate);
    let mut whole = matching.next()?.clone();
    matching.for_each(|aggregate| whole.join(aggregate));
    Some(whole)
}
