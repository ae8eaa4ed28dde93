//! What a breaker is made from; a mistake is found when it is built.

use super::{Breaker, BreakerConfigError};
use std::time::Duration;

/// Outcomes that a count window can hold at most, a byte each.
const COUNT_MAX: u32 = 1_000_000;

/// Which calls the rates are taken over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Window {
    /// The last so many calls, a million at most.
    Count(u32),
    /// The calls of the last so long, exact to a tenth of it.
    Time(Duration),
}

/// What a [`Breaker`] is made from.
///
/// ```
/// use loadline_toolkit::breaker::{Breaker, BreakerConfigError, Window};
/// use std::time::Duration;
///
/// let breaker = Breaker::builder()
///     .window(Window::Time(Duration::from_secs(30)))
///     .failure_rate(0.3)
///     .slow_calls(Duration::from_millis(500), 0.8);
/// assert!(breaker.clone().build().is_ok());
/// let error = breaker.failure_rate(0.0).build().map(drop);
/// assert_eq!(error, Err(BreakerConfigError::Rate { rate: 0.0 }));
/// ```
#[derive(Debug, Clone)]
pub struct BreakerBuilder {
    pub(super) window: Window,
    pub(super) calls_min: u32,
    pub(super) failure_rate: f64,
    pub(super) slow: Option<(Duration, f64)>,
    pub(super) open_for: Duration,
    pub(super) open_for_max: Duration,
    pub(super) probes: u32,
    pub(super) probes_at_once: u32,
    pub(super) half_open_max: Duration,
}

impl BreakerBuilder {
    pub(super) const fn new() -> Self {
        Self {
            window: Window::Count(100),
            calls_min: 20,
            failure_rate: 0.5,
            slow: None,
            open_for: Duration::from_secs(5),
            open_for_max: Duration::from_secs(60),
            probes: 5,
            probes_at_once: 5,
            half_open_max: Duration::from_secs(60),
        }
    }

    /// Which calls the rates are taken over; the last hundred unless told.
    #[must_use]
    pub const fn window(mut self, window: Window) -> Self {
        self.window = window;
        self
    }

    /// Calls that the window has to hold before a rate counts; 20 unless told.
    #[must_use]
    pub const fn calls_min(mut self, calls_min: u32) -> Self {
        self.calls_min = calls_min;
        self
    }

    /// The share of failures, above 0 to 1, from which on calls are refused; 0.5 unless told.
    #[must_use]
    pub const fn failure_rate(mut self, failure_rate: f64) -> Self {
        self.failure_rate = failure_rate;
        self
    }

    /// Calls of `longer_than` and more are slow, and from this share of them on, above 0 to 1, calls are refused. Not
    /// looked at unless told; a call then costs two looks at the clock.
    #[must_use]
    pub const fn slow_calls(mut self, longer_than: Duration, rate: f64) -> Self {
        self.slow = Some((longer_than, rate));
        self
    }

    /// How long calls are refused before the first probe, and `longest` when probes failed again and again: the time
    /// doubles with each round that failed. 5 s and 60 s unless told.
    #[must_use]
    pub const fn open_for(mut self, first: Duration, longest: Duration) -> Self {
        self.open_for = first;
        self.open_for_max = longest;
        self
    }

    /// Calls let through to find out whether the other side is back, and how many of them at once; 5 and 5 unless told.
    #[must_use]
    pub const fn probes(mut self, probes: u32, at_once: u32) -> Self {
        self.probes = probes;
        self.probes_at_once = at_once;
        self
    }

    /// How long a round of probes may take. Probes that hang longer are forgotten, and others take their place. 60 s
    /// unless told.
    #[must_use]
    pub const fn half_open_max(mut self, half_open_max: Duration) -> Self {
        self.half_open_max = half_open_max;
        self
    }

    /// The breaker, closed.
    ///
    /// # Errors
    /// [`BreakerConfigError`] names the setting that cannot be.
    pub fn build(self) -> Result<Breaker, BreakerConfigError> {
        for rate in [Some(self.failure_rate), self.slow.map(|(_, rate)| rate)].into_iter().flatten()
        {
            if !(rate > 0.0 && rate <= 1.0) {
                return Err(BreakerConfigError::Rate { rate });
            }
        }
        match self.window {
            Window::Count(0) | Window::Time(Duration::ZERO) => {
                return Err(BreakerConfigError::EmptyWindow);
            }
            Window::Count(calls) if calls > COUNT_MAX => {
                return Err(BreakerConfigError::WindowTooLarge { calls, calls_max: COUNT_MAX });
            }
            Window::Count(calls) if self.calls_min > calls => {
                return Err(BreakerConfigError::MinAboveWindow {
                    calls_min: self.calls_min,
                    calls,
                });
            }
            _ => {}
        }
        if self.calls_min == 0 {
            return Err(BreakerConfigError::NoCallsMin);
        }
        if self.probes == 0 || self.probes_at_once == 0 || self.half_open_max.is_zero() {
            return Err(BreakerConfigError::NoProbes);
        }
        if self.open_for.is_zero() || self.open_for > self.open_for_max {
            let (first, longest) = (self.open_for, self.open_for_max);
            return Err(BreakerConfigError::OpenFor { first, longest });
        }
        Ok(Breaker::from_valid(self))
    }
}
