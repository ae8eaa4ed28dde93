//! The refusal, and settings that cannot be.

use super::State;
use crate::Transient;
use std::time::Duration;

/// The breaker let no call through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the circuit breaker is {state}")]
pub struct Rejected {
    /// Why: it is open, was opened by hand, or is half open and has its probes.
    pub state: State,
    /// When the next probe is let through, where that is known.
    pub retry_after: Option<Duration>,
}

/// What becomes of a call under a breaker, where it does not come back with a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BreakerError<E> {
    /// The call was not made.
    #[error(transparent)]
    Rejected(#[from] Rejected),
    /// The call was made and failed.
    #[error("the call failed")]
    Inner(#[source] E),
}

/// A setting of a breaker that cannot be.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum BreakerConfigError {
    /// A rate at which calls are refused is no share, or none at all.
    #[error("the rate {rate} is not above 0 and at most 1")]
    Rate {
        /// The rate.
        rate: f64,
    },
    /// The window holds nothing.
    #[error("the window holds no calls")]
    EmptyWindow,
    /// The window holds too much.
    #[error("the window of {calls} calls is above {calls_max}")]
    WindowTooLarge {
        /// Calls it would hold.
        calls: u32,
        /// Calls it can hold.
        calls_max: u32,
    },
    /// The window never holds enough for a rate to count.
    #[error("a window of {calls} calls never holds the {calls_min} from which on a rate counts")]
    MinAboveWindow {
        /// Calls from which on a rate counts.
        calls_min: u32,
        /// Calls that the window holds.
        calls: u32,
    },
    /// A rate would count without a call.
    #[error("a rate counts from one call on at least")]
    NoCallsMin,
    /// Nothing could find out whether the other side is back.
    #[error("probes, those at once, and the time for them are one at least")]
    NoProbes,
    /// The time without calls is zero, or begins above its end.
    #[error("open for {first:?} at first and {longest:?} at most cannot be")]
    OpenFor {
        /// At first.
        first: Duration,
        /// At most.
        longest: Duration,
    },
}

impl Transient for Rejected {
    /// Always, unless it was opened by hand.
    fn is_transient(&self) -> bool {
        self.state != State::ForcedOpen
    }

    fn retry_after(&self) -> Option<Duration> {
        self.retry_after
    }
}

impl<E: Transient> Transient for BreakerError<E> {
    fn is_transient(&self) -> bool {
        match self {
            Self::Rejected(rejected) => rejected.is_transient(),
            Self::Inner(error) => error.is_transient(),
        }
    }

    fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Rejected(rejected) => rejected.retry_after(),
            Self::Inner(error) => error.retry_after(),
        }
    }
}

impl Transient for BreakerConfigError {
    /// Never: the setting has to change.
    fn is_transient(&self) -> bool {
        false
    }
}
