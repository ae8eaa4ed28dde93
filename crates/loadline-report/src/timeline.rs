//! The timeline: windows folded into a bounded number of points for the charts.
//!
//! It starts at one second a point. When a window falls beyond the last point, neighbouring points merge in
//! pairs and the step doubles, as often as it takes: any duration fits, and what a point says is exact for
//! the time it covers (latencies within the resolution below).

use std::collections::BTreeMap;

use loadline_core::histogram::EXACT_MAX;
use loadline_core::window::Window;

use crate::fold::{Fold, Stretch};
use crate::tracks::{Track, Tracks};

/// Points a timeline has at most.
pub const POINTS_MAX: u64 = 600;
/// Time a point covers at first.
const STEP_FIRST_MS: u64 = 1_000;
/// Resolution of a point's histograms: quantiles within 0.55 %, half a pixel of a chart, at a quarter of the
/// memory of the finest. Points of at most a thousand requests stay exact.
const SCHEMA: i8 = 6;

/// The points of a run, in the order of time; stretches without windows have none.
#[derive(Debug, Clone, Default)]
pub struct Timeline {
    /// The time a point covers, in milliseconds.
    pub step_ms: u64,
    /// What was measured, point by point.
    pub points: Vec<Stretch>,
    /// What was watched beside them, series by series.
    pub tracks: Vec<Track>,
}

/// Folds windows into points as they come.
#[derive(Debug)]
pub(crate) struct TimelineBuilder {
    step_ms: u64,
    slots: BTreeMap<u64, Fold>,
    tracks: Tracks,
}

impl TimelineBuilder {
    pub(crate) fn new() -> Self {
        Self { step_ms: STEP_FIRST_MS, slots: BTreeMap::new(), tracks: Tracks::default() }
    }

    /// Appends a window whose middle lies `middle_ms` after the run's start.
    pub(crate) fn observe(&mut self, middle_ms: u64, window: &Window) {
        while self.step_ms < u64::from(window.length_ms) || middle_ms / self.step_ms >= POINTS_MAX {
            self.double();
        }
        let slot = middle_ms / self.step_ms;
        self.tracks.observe(slot, window);
        let fold = self.slots.entry(slot).or_default();
        fold.observe(window);
        fold.downscale(SCHEMA, EXACT_MAX as u64);
    }

    fn double(&mut self) {
        self.step_ms *= 2;
        let mut merged: BTreeMap<u64, Fold> = BTreeMap::new();
        for (slot, fold) in std::mem::take(&mut self.slots) {
            let pair = merged.entry(slot / 2).or_default();
            pair.follow(fold);
            pair.downscale(SCHEMA, EXACT_MAX as u64);
        }
        self.slots = merged;
        self.tracks.double();
    }

    pub(crate) fn finish(mut self) -> Timeline {
        self.join_rest();
        let point = |(slot, fold): (&u64, &Fold)| {
            fold.stretch(slot * self.step_ms, (slot + 1) * self.step_ms)
        };
        let slots: Vec<u64> = self.slots.keys().copied().collect();
        Timeline {
            step_ms: self.step_ms,
            points: self.slots.iter().map(point).collect(),
            tracks: self.tracks.finish(&slots),
        }
    }

    /// A rest of less than half a step at the end joins the point before it: its few requests would make a
    /// spike or a dip of their own.
    fn join_rest(&mut self) {
        let is_rest = |fold: &Fold| fold.covered_ms() < self.step_ms / 2;
        let Some((last, rest)) = self.slots.pop_last() else { return };
        let neighbour = last.checked_sub(1).filter(|_| is_rest(&rest));
        match neighbour.and_then(|slot| Some((slot, self.slots.get_mut(&slot)?))) {
            Some((slot, before)) => {
                before.follow(rest);
                self.tracks.join(last, slot);
            }
            None => {
                self.slots.insert(last, rest);
            }
        }
    }
}

#[cfg(test)]
mod tests;
