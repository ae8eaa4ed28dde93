//! The builder: windows stream through it once and leave as levels.

use loadline_core::level::{BreakingPoint, Level, LoadAxis};
use loadline_core::window::{Window, names};
use loadline_core::{Promise, SeriesKey};

use super::breaking::breaking_point;
use super::fold::{Fold, Frame, Row, load_of};
use super::hold::{Held, Holds};
use super::promised::applicable;
use super::ramp::Ramp;
use super::signs::add_signs;

/// Held loads that make a run one of steps; with fewer its ramps are what there is to read.
const STEPS_MIN: usize = 2;

/// The levels of a run, and what they say.
#[derive(Debug, Clone, Default)]
pub struct Levels {
    /// In the order of time; empty when the load never changed.
    pub levels: Vec<Level>,
    /// None without levels.
    pub breaking_point: Option<BreakingPoint>,
}

/// Cuts a run by its load.
#[derive(Debug)]
pub struct LevelsBuilder {
    axis: LoadAxis,
    frame: Frame,
    holds: Holds,
    ramp: Ramp,
}

impl LevelsBuilder {
    /// A builder for a run that started at `started_ms` (milliseconds since 1970) with these promises.
    pub fn new(axis: LoadAxis, started_ms: i64, promises: Vec<Promise>) -> Self {
        let promises = applicable(promises);
        let frame = Frame { started_ms, promises, counts_iterations: false };
        Self { axis, frame, holds: Holds::default(), ramp: Ramp::new() }
    }

    /// Takes the next window; windows come in the order of their time. One without a load ends what was held.
    pub fn observe(&mut self, window: &Window) {
        self.frame.counts_iterations |=
            window.series.contains_key(&SeriesKey::bare(names::ITERATIONS));
        let passed = match load_of(window, self.axis) {
            Some(load) => self.holds.push(load, Fold::of(window, load, &self.frame)),
            None => self.holds.close(),
        };
        self.pass(passed);
    }

    fn pass(&mut self, passed: Vec<Fold>) {
        for fold in passed {
            self.ramp.push(fold.low, fold);
        }
    }

    /// The levels and the breaking point.
    pub fn finish(mut self) -> Levels {
        let passed = self.holds.close();
        self.pass(passed);
        let holds = self.holds.finish();
        let ramp = self.ramp.finish();
        let mut rows: Vec<Row> = match steps(&holds) {
            STEPS_MIN.. => Vec::new(),
            _ => ramp.iter().map(|fold| fold.row(true, &self.frame)).collect(),
        };
        rows.extend(holds.iter().map(|held| held.fold.row(held.is_rising, &self.frame)));
        rows.sort_by_key(|row| row.level.start_ms);
        if rows.len() < 2 {
            return Levels::default();
        }
        add_signs(&mut rows, self.axis);
        let breaking_point = breaking_point(&rows, self.axis);
        Levels { levels: rows.into_iter().map(|row| row.level).collect(), breaking_point }
    }
}

/// How many different loads were held on the way up.
fn steps(holds: &[Held]) -> usize {
    let mut loads: Vec<f64> =
        holds.iter().filter(|held| held.is_rising).map(|held| held.fold.load()).collect();
    loads.sort_unstable_by(f64::total_cmp);
    loads.dedup_by(|a, b| (*a - *b).abs() <= 0.01 * *a);
    loads.len()
}
