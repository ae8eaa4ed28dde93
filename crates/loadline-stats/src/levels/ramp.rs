//! A ramp cut into ranges of equal width: a bounded number of them, each with time enough to say something.

use std::collections::BTreeMap;

use super::fold::Fold;

/// Ranges a ramp is cut into at most.
const RANGES_MAX: usize = 20;
/// Time that a range covers on average at least.
const RANGE_MIN_MS: u64 = 3_000;
/// Width of a range at first; it doubles as often as it takes.
const WIDTH_FIRST: f64 = 1.0 / 1_024.0;

/// The windows of a ramp by load.
#[derive(Debug)]
pub(super) struct Ramp {
    width: f64,
    ranges: BTreeMap<u64, Fold>,
}

impl Ramp {
    pub(super) const fn new() -> Self {
        Self { width: WIDTH_FIRST, ranges: BTreeMap::new() }
    }

    /// Adds a window at `load`.
    pub(super) fn push(&mut self, load: f64, fold: Fold) {
        insert(&mut self.ranges, (load / self.width) as u64, fold);
        while self.ranges.len() > RANGES_MAX {
            self.double();
        }
    }

    fn double(&mut self) {
        self.width *= 2.0;
        let mut wider = BTreeMap::new();
        for (range, fold) in std::mem::take(&mut self.ranges) {
            insert(&mut wider, range / 2, fold);
        }
        self.ranges = wider;
    }

    /// The ranges, in the order of load.
    pub(super) fn finish(mut self) -> Vec<Fold> {
        let covered_ms: u64 = self.ranges.values().map(|fold| fold.covered_ms).sum();
        while self.ranges.len() > 1 && covered_ms / (self.ranges.len() as u64) < RANGE_MIN_MS {
            self.double();
        }
        self.ranges.into_values().collect()
    }
}

fn insert(ranges: &mut BTreeMap<u64, Fold>, range: u64, fold: Fold) {
    match ranges.get_mut(&range) {
        Some(own) => own.follow(fold),
        None => {
            ranges.insert(range, fold);
        }
    }
}
