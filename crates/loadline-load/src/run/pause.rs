//! When a user's next iteration may start.

use std::time::{Duration, Instant};

use loadline_core::traffic::Think;

/// The moment of the next iteration after one that ran from `started` to `ended`; none for at once.
pub(super) fn next_start(
    think: Think,
    started: Instant,
    ended: Instant,
    random: &mut fastrand::Rng,
) -> Option<Instant> {
    match think {
        Think::None => None,
        Think::Constant(pause) => Some(ended + pause.duration()),
        Think::Range(low, high) => {
            let (low, high) = (low.duration(), high.duration());
            Some(ended + low + high.saturating_sub(low).mul_f64(random.f64()))
        }
        Think::Pacing(period) => {
            let due = started + period.duration();
            (due > ended).then_some(due)
        }
    }
}

/// Spreads the first iterations of users that start together over one pause, so that they do not stay in step.
pub(super) fn first_offset(think: Think, random: &mut fastrand::Rng) -> Duration {
    match think {
        Think::None => Duration::ZERO,
        Think::Constant(longest) | Think::Range(_, longest) | Think::Pacing(longest) => {
            longest.duration().mul_f64(random.f64())
        }
    }
}
