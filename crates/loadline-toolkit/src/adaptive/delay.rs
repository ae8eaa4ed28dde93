//! What Vegas and Gradient2 share: windows, the baseline and the looks for it. They differ in one step, from the limit and
//! the two times to the next limit.

use super::{
    Bounds, Sample,
    algorithm::{as_count, as_float},
    baseline::{Baseline, Verdict},
    window::{Seen, Window},
};

/// What is left of the limit after a window with many drops, whatever its times say.
const BACKOFF: f64 = 0.9;

/// A rule by delay, without its step.
#[derive(Debug, Clone, Default)]
pub(super) struct Delay {
    limit: Option<f64>,
    window: Window,
    baseline: Baseline,
    looking: bool,
}

impl Delay {
    /// Takes a sample; at the end of a full window of traffic, `step` makes the next limit from the limit, the baseline
    /// and the window's mean, both in seconds.
    pub(super) fn update(
        &mut self,
        sample: &Sample,
        bounds: Bounds,
        step: impl FnOnce(f64, f64, f64) -> f64,
    ) -> usize {
        let limit = self.limit.unwrap_or(as_float(bounds.initial));
        let in_force = self.in_force(limit, bounds);
        if let Some(seen) = self.window.add(sample, in_force) {
            let next = bounds.hold(self.close(seen, limit, step));
            self.limit = Some(next);
            self.window = Window::after(in_force);
            return self.in_force(next, bounds);
        }
        in_force
    }

    /// The limit after a window.
    fn close(&mut self, seen: Seen, limit: f64, step: impl FnOnce(f64, f64, f64) -> f64) -> f64 {
        if self.looking {
            self.looking = false;
            self.baseline.look(seen);
            return limit;
        }
        if seen.many_dropped {
            return limit * BACKOFF;
        }
        if as_float(seen.in_flight_max) * 2.0 < limit {
            self.baseline.idle(seen);
            return limit;
        }
        match self.baseline.busy(seen) {
            Verdict::Compare(baseline_s) => step(limit, baseline_s, seen.mean_s),
            Verdict::Look => {
                self.looking = true;
                limit
            }
        }
    }

    fn in_force(&self, limit: f64, bounds: Bounds) -> usize {
        as_count(bounds.hold(if self.looking { (limit / 2.0).max(1.0) } else { limit }))
    }
}
