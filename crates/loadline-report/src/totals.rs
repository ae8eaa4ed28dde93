//! Every series of a run as its total so far, for receivers that want totals.

use std::collections::{BTreeMap, BTreeSet};

use loadline_core::Window;
use loadline_core::window::{Aggregate, SeriesKey};

/// One total for each series, whatever the run's length.
#[derive(Debug, Default)]
pub(crate) struct Totals {
    series: BTreeMap<SeriesKey, Aggregate>,
    changed: BTreeSet<SeriesKey>,
}

impl Totals {
    /// Adds the next window; windows come in the order of their time.
    pub(crate) fn observe(&mut self, window: &Window) {
        for (key, aggregate) in &window.series {
            match self.series.get_mut(key) {
                Some(total) => total.follow(aggregate),
                None => {
                    self.series.insert(key.clone(), aggregate.clone());
                }
            }
            if !self.changed.contains(key) {
                self.changed.insert(key.clone());
            }
        }
    }

    /// The totals that changed since the last time.
    pub(crate) fn take_changed(&mut self) -> Vec<(&SeriesKey, &Aggregate)> {
        let changed = std::mem::take(&mut self.changed);
        self.series.iter().filter(|(key, _)| changed.contains(key)).collect()
    }

    /// All of them.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&SeriesKey, &Aggregate)> {
        self.series.iter()
    }
}
