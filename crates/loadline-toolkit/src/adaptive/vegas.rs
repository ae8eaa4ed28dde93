//! Vegas: the limit, times the share of the time that an answer spent waiting, is how many wait; between a few and a few
//! more is right. After TCP Vegas and the form Netflix gave it, with windows and looks in place of single samples, since
//! the shortest answer of a service says nothing about its usual one.

use super::{Algorithm, Bounds, Sample, delay::Delay};

/// Waiting wanted, in units of the limit's logarithm to base ten.
const WAITING_LOW: f64 = 2.0;
const WAITING_HIGH: f64 = 4.0;
/// Below this many units nothing waits, and the limit grows by the high mark at once.
const WAITING_NONE: f64 = 0.5;

/// The rule of Vegas.
///
/// ```
/// use loadline_toolkit::adaptive::{Limiter, Vegas};
///
/// assert!(Limiter::builder().algorithm(Vegas::default()).build().is_ok());
/// ```
#[derive(Debug, Clone, Default)]
pub struct Vegas {
    delay: Delay,
}

impl Algorithm for Vegas {
    fn update(&mut self, sample: &Sample, bounds: Bounds) -> usize {
        self.delay.update(sample, bounds, next_limit)
    }
}

fn next_limit(limit: f64, baseline_s: f64, mean_s: f64) -> f64 {
    let unit = limit.log10().max(0.5);
    let waiting = limit * (1.0 - baseline_s / mean_s).max(0.0);
    if waiting <= WAITING_NONE * unit {
        limit + WAITING_HIGH * unit
    } else if waiting < WAITING_LOW * unit {
        limit + unit
    } else if waiting > WAITING_HIGH * unit {
        limit - unit.max((waiting - WAITING_HIGH * unit) / 2.0)
    } else {
        limit
    }
}
