//! The states of a breaker and the steps between them, as they are told to whoever listens.

use std::fmt;

/// What a breaker does with calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Lets them through and counts.
    Closed,
    /// Refuses them until its time is over and somebody asks.
    Open,
    /// Lets a few through, to find out.
    HalfOpen,
    /// Refuses them until told otherwise.
    ForcedOpen,
    /// Lets them through, whatever comes of them, until told otherwise.
    ForcedClosed,
}

/// Why a breaker changed its state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// Too large a share of calls, or of probes, failed.
    FailureRate,
    /// Too large a share of calls, or of probes, was slow.
    SlowCallRate,
    /// The time without calls is over.
    WaitOver,
    /// The probes went well.
    Recovered,
    /// Somebody said so.
    Manual,
}

/// One change of state.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Transition {
    /// The state before.
    pub from: State,
    /// The state after.
    pub to: State,
    /// Why.
    pub cause: Cause,
    /// The share of failures that was seen, where calls were counted.
    pub failure_rate: Option<f64>,
    /// The share of slow calls that was seen, where calls were counted.
    pub slow_call_rate: Option<f64>,
    /// Numbers the breaker's changes: 1 for the first.
    pub number: u64,
}

impl State {
    /// The state in words.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::Open => "open",
            Self::HalfOpen => "half open",
            Self::ForcedOpen => "open by hand",
            Self::ForcedClosed => "closed by hand",
        }
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::FailureRate => "failure rate",
            Self::SlowCallRate => "slow call rate",
            Self::WaitOver => "wait over",
            Self::Recovered => "recovered",
            Self::Manual => "manual",
        })
    }
}
