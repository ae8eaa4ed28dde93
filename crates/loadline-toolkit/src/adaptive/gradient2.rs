//! Gradient2, after the idea of Netflix's limiter of that name: the time of an answer over the long run divided by that of
//! the last window is how far the limit has to fall; a small queue is allowed on top so that it can grow; steps are smoothed.
//! The long run is the time without waiting (see `baseline`), so a queue that lasts is never taken for normal.

use super::{Algorithm, Bounds, Sample, delay::Delay};

/// The last window may take this many times the long run's before the limit falls.
const TOLERANCE: f64 = 1.2;
/// The limit falls to this share at most in one step.
const GRADIENT_MIN: f64 = 0.5;
/// The allowed queue: this many times the root of the limit, one at least.
const QUEUE_PER_ROOT: f64 = 0.5;
/// How much of a step is taken.
const SMOOTHING: f64 = 0.4;

/// The rule of Gradient2, the default.
///
/// ```
/// use loadline_toolkit::adaptive::{Gradient2, Limiter};
///
/// let rule = Gradient2::default().tolerance(1.5);
/// assert!(Limiter::builder().algorithm(rule).build().is_ok());
/// ```
#[derive(Debug, Clone)]
pub struct Gradient2 {
    tolerance: f64,
    delay: Delay,
}

impl Default for Gradient2 {
    fn default() -> Self {
        Self { tolerance: TOLERANCE, delay: Delay::default() }
    }
}

impl Gradient2 {
    /// How many times the time without waiting an answer may take before the limit falls, held to 1–10. Default: 1.2.
    #[must_use]
    pub const fn tolerance(mut self, times: f64) -> Self {
        self.tolerance = times.clamp(1.0, 10.0);
        self
    }
}

impl Algorithm for Gradient2 {
    fn update(&mut self, sample: &Sample, bounds: Bounds) -> usize {
        let tolerance = self.tolerance;
        self.delay.update(sample, bounds, |limit, baseline_s, mean_s| {
            let gradient = (tolerance * baseline_s / mean_s).clamp(GRADIENT_MIN, 1.0);
            let queue = (QUEUE_PER_ROOT * limit.sqrt()).max(1.0);
            limit + SMOOTHING * (limit * gradient + queue - limit)
        })
    }
}
