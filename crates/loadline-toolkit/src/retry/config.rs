//! What a policy is made from; a mistake is found when it is built.

use super::{Backoff, Budget, RetryConfigError, RetryPolicy};
use std::{sync::Arc, time::Duration};

/// What a [`RetryPolicy`] is made from.
///
/// ```
/// use loadline_toolkit::retry::{Backoff, RetryConfigError, RetryPolicy};
/// use std::time::Duration;
///
/// let policy = RetryPolicy::builder().tries(4).backoff(Backoff::Linear(Duration::from_millis(50)));
/// assert!(policy.clone().build().is_ok());
/// assert_eq!(policy.tries(0).build().map(drop), Err(RetryConfigError::NoTries));
/// ```
#[derive(Debug, Clone)]
pub struct RetryPolicyBuilder {
    pub(super) tries: u32,
    pub(super) backoff: Backoff,
    pub(super) jitter: f64,
    pub(super) retry_after_max: Duration,
    pub(super) budget: Option<Arc<Budget>>,
    pub(super) seed: Option<u64>,
}

impl RetryPolicyBuilder {
    /// R3's exponential policy, to be changed.
    pub(super) fn new() -> Self {
        Self {
            tries: 3,
            backoff: Backoff::Exponential {
                first: Duration::from_millis(100),
                factor: 2.0,
                longest: Duration::from_secs(2),
            },
            jitter: 0.5,
            retry_after_max: Duration::from_secs(30),
            budget: Some(Arc::default()),
            seed: None,
        }
    }

    /// Tries in all, the first one included; 1 never tries again.
    #[must_use]
    pub const fn tries(mut self, tries: u32) -> Self {
        self.tries = tries;
        self
    }

    /// The wait before each further try.
    #[must_use]
    pub fn backoff(mut self, backoff: Backoff) -> Self {
        self.backoff = backoff;
        self
    }

    /// The share of each wait that is left to chance, 0 to 1: 0.5 waits between half and all of it, so that callers that
    /// failed together do not come back together.
    #[must_use]
    pub const fn jitter(mut self, jitter: f64) -> Self {
        self.jitter = jitter;
        self
    }

    /// The longest wait that the other side may ask for; if it asks for more, its last answer stands. 30 s unless told.
    #[must_use]
    pub const fn retry_after_max(mut self, retry_after_max: Duration) -> Self {
        self.retry_after_max = retry_after_max;
        self
    }

    /// The budget that further tries are taken from; it may be shared with other policies and hedges.
    #[must_use]
    pub fn budget(mut self, budget: Arc<Budget>) -> Self {
        self.budget = Some(budget);
        self
    }

    /// No budget: each call may use all its tries, whatever share of calls fails.
    #[must_use]
    pub fn without_budget(mut self) -> Self {
        self.budget = None;
        self
    }

    /// The seed of the jitter, for tests.
    #[must_use]
    pub const fn seed(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }

    /// The policy.
    ///
    /// # Errors
    /// [`RetryConfigError`] names the setting that cannot be.
    pub fn build(self) -> Result<RetryPolicy, RetryConfigError> {
        if self.tries == 0 {
            return Err(RetryConfigError::NoTries);
        }
        if !(0.0..=1.0).contains(&self.jitter) {
            return Err(RetryConfigError::Jitter { jitter: self.jitter });
        }
        if let Backoff::Exponential { first, factor, longest } = self.backoff {
            if first > longest {
                return Err(RetryConfigError::FirstAboveLongest { first, longest });
            }
            if !(factor.is_finite() && factor >= 1.0) {
                return Err(RetryConfigError::Factor { factor });
            }
        }
        Ok(RetryPolicy::from_valid(self))
    }
}
