//! What a rule for the limit is: a sample of each finished piece of work goes in, the limit comes out. One file beside
//! this one per rule. Deliberately not here: counting who is in flight, which is the limiter's business.

use std::{fmt::Debug, time::Duration};
use tokio::time::Instant;

/// A rule that finds the limit from what finished work tells.
///
/// It is asked with the limiter's lock held: an update is arithmetic on a few numbers. One that panics is asked no more,
/// and the limit stays where it was.
///
/// ```
/// use loadline_toolkit::adaptive::{Algorithm, Bounds, Limiter, Sample};
///
/// /// As many at once as there were letters in the name of the service.
/// #[derive(Debug)]
/// struct Fixed(usize);
///
/// impl Algorithm for Fixed {
///     fn update(&mut self, _sample: &Sample, _bounds: Bounds) -> usize {
///         self.0
///     }
/// }
///
/// let limiter = Limiter::builder().algorithm(Fixed(8)).build().expect("sound");
/// assert_eq!(limiter.stats().limit, 20);
/// limiter.try_acquire().expect("room").success();
/// assert_eq!(limiter.stats().limit, 8);
/// ```
pub trait Algorithm: Debug + Send {
    /// Takes one sample and says the limit from now on. What it says is held within `bounds`.
    fn update(&mut self, sample: &Sample, bounds: Bounds) -> usize;
}

/// One finished piece of work.
#[derive(Debug, Clone, Copy)]
pub struct Sample {
    /// When it ended.
    pub at: Instant,
    /// How long it took, from being let in to its end.
    pub rtt: Duration,
    /// How many were in flight when it was let in, itself included.
    pub in_flight: usize,
    /// Whether it was given up for overload: a time-out, a refusal, a full queue.
    pub dropped: bool,
}

/// The limits of the limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// The lowest limit, one at least.
    pub min: usize,
    /// The highest limit.
    pub max: usize,
    /// The limit at the start.
    pub initial: usize,
}

impl Bounds {
    /// A limit that is being computed, held within the bounds.
    pub(super) fn hold(self, limit: f64) -> f64 {
        limit.clamp(as_float(self.min), as_float(self.max))
    }
}

/// A count as a number to compute with.
#[expect(clippy::cast_precision_loss, reason = "limits stay far below 2^53")]
pub(super) fn as_float(count: usize) -> f64 {
    count as f64
}

/// A computed limit as a count: what is left after the point does not count.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a limit within its bounds is positive and far below 2^53"
)]
pub(super) fn as_count(limit: f64) -> usize {
    limit as usize
}
