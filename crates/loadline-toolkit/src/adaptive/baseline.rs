//! How long the work takes when nothing waits: what the delay rules compare with. Windows that were not half full tell it
//! in passing; where traffic never lets up, the limit is halved for one window every now and then, which drains the queue.
//! Without these looks a rule would take the queue it made itself for the service's own time, and let it grow.

use super::window::Seen;

/// Full windows between two looks: few at first, doubled by each look that confirms the baseline.
const WINDOWS_BETWEEN_MIN: u32 = 4;
const WINDOWS_BETWEEN_MAX: u32 = 64;
/// A look that differs by no more than this share confirms.
const CONFIRMS_WITHIN: f64 = 0.15;
/// The weight of a look, and of a window that was not half full and saw more time than the baseline.
const WEIGHT_LOOK: f64 = 0.5;
const WEIGHT_SLOWER: f64 = 0.1;

/// The time of an answer without waiting, in seconds, and when it is looked for next.
#[derive(Debug, Clone, Default)]
pub(super) struct Baseline {
    seconds: Option<f64>,
    between: u32,
    since: u32,
}

/// What to do with a window of full traffic.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Verdict {
    /// Compare with this many seconds.
    Compare(f64),
    /// Halve the limit for one window, then call [`Baseline::look`] with it.
    Look,
}

impl Baseline {
    /// A window in which less than half of the limit was in use.
    pub(super) fn idle(&mut self, seen: Seen) {
        let weight = if self.seconds.is_some_and(|old| old < seen.mean_s) {
            WEIGHT_SLOWER
        } else {
            WEIGHT_LOOK
        };
        self.mix(seen.mean_s, weight);
    }

    /// A window in which the limit was in use.
    pub(super) fn busy(&mut self, seen: Seen) -> Verdict {
        let Some(seconds) = self.seconds else {
            self.seconds = Some(seen.mean_s);
            self.between = WINDOWS_BETWEEN_MIN;
            return Verdict::Look;
        };
        self.since += 1;
        if self.since > self.between.max(WINDOWS_BETWEEN_MIN) {
            self.since = 0;
            return Verdict::Look;
        }
        Verdict::Compare(seconds)
    }

    /// The window at half of the limit.
    pub(super) fn look(&mut self, seen: Seen) {
        let before = self.seconds.unwrap_or(seen.mean_s);
        let confirms = (seen.mean_s - before).abs() <= CONFIRMS_WITHIN * before;
        self.between = if confirms {
            (self.between.max(WINDOWS_BETWEEN_MIN) * 2).min(WINDOWS_BETWEEN_MAX)
        } else {
            WINDOWS_BETWEEN_MIN
        };
        self.mix(seen.mean_s, WEIGHT_LOOK);
    }

    fn mix(&mut self, mean_s: f64, weight: f64) {
        let before = self.seconds.unwrap_or(mean_s);
        self.seconds = Some(before + weight * (mean_s - before));
    }
}
