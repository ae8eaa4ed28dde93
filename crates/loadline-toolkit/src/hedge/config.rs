//! What hedging is made from; a mistake is found when it is built.

use super::{Hedge, HedgeConfigError};
use crate::retry::Budget;
use std::{sync::Arc, time::Duration};

/// When the second call is made.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum HedgeDelay {
    /// So long after the first.
    Fixed(Duration),
    /// When the first takes longer than the share `quantile` (above 0, below 1) of the last 512 good calls did, but no
    /// sooner than `min` and no later than `max`. Until 32 calls were seen it is `max`.
    Learned {
        /// The share of calls that are fast enough.
        quantile: f64,
        /// The shortest delay.
        min: Duration,
        /// The longest delay.
        max: Duration,
    },
}

/// What a [`Hedge`] is made from.
///
/// ```
/// use loadline_toolkit::hedge::{Hedge, HedgeConfigError, HedgeDelay};
/// use std::time::Duration;
///
/// assert!(Hedge::builder().build().is_ok());
/// let at_once = Hedge::builder().delay(HedgeDelay::Fixed(Duration::ZERO));
/// assert_eq!(at_once.build().map(drop), Err(HedgeConfigError::NoDelay));
/// ```
#[derive(Debug, Clone)]
pub struct HedgeBuilder {
    pub(super) delay: HedgeDelay,
    pub(super) budget: Option<Arc<Budget>>,
}

impl HedgeBuilder {
    pub(super) const fn new() -> Self {
        let (min, max) = (Duration::from_millis(1), Duration::from_secs(1));
        Self { delay: HedgeDelay::Learned { quantile: 0.95, min, max }, budget: None }
    }

    /// When the second call is made; unless told, when the first takes longer than 95 % did, within 1 ms and 1 s.
    #[must_use]
    pub const fn delay(mut self, delay: HedgeDelay) -> Self {
        self.delay = delay;
        self
    }

    /// The budget that second calls are taken from; it may be shared with retries. Unless told, one second call for ten
    /// calls and one a second.
    #[must_use]
    pub fn budget(mut self, budget: Arc<Budget>) -> Self {
        self.budget = Some(budget);
        self
    }

    /// The hedge.
    ///
    /// # Errors
    /// [`HedgeConfigError`] names the setting that cannot be.
    pub fn build(self) -> Result<Hedge, HedgeConfigError> {
        match self.delay {
            HedgeDelay::Fixed(Duration::ZERO) => return Err(HedgeConfigError::NoDelay),
            HedgeDelay::Learned { quantile, .. } if !(quantile > 0.0 && quantile < 1.0) => {
                return Err(HedgeConfigError::Quantile { quantile });
            }
            HedgeDelay::Learned { min, max, .. } if min > max => {
                return Err(HedgeConfigError::MinAboveMax { min, max });
            }
            HedgeDelay::Learned { min: Duration::ZERO, .. } => {
                return Err(HedgeConfigError::NoDelay);
            }
            HedgeDelay::Fixed(_) | HedgeDelay::Learned { .. } => {}
        }
        Ok(Hedge::from_valid(self))
    }
}
