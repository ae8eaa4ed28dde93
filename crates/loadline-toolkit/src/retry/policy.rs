//! The policy itself: it says after each try whether another one follows and when, and counts what came of it.

use super::{
    Backoff, Budget, ByTransient, Classify, RetryPolicyBuilder, RetryStats, Verdict,
    stats::{Counters, GivenUp},
};
use crate::{Transient, deadline::Deadline};
use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

/// How often and when something is tried again. Cloning it gives another handle to the same budget and counts.
///
/// Further tries end with the first of: the tries, the budget, the task's [`Deadline`] (a wait that would reach beyond
/// it is not begun). The outcome of the last try is what the caller gets, unchanged.
#[derive(Debug, Clone)]
pub struct RetryPolicy {
    shared: Arc<Shared>,
}

#[derive(Debug)]
pub(super) struct Shared {
    tries: u32,
    backoff: Backoff,
    jitter: f64,
    retry_after_max: Duration,
    budget: Option<Arc<Budget>>,
    rng: Mutex<fastrand::Rng>,
    pub(super) counters: Counters,
}

impl RetryPolicy {
    /// A builder that begins as [`exponential`](Self::exponential).
    #[must_use]
    pub fn builder() -> RetryPolicyBuilder {
        RetryPolicyBuilder::new()
    }

    /// One try and no more.
    #[must_use]
    pub fn none() -> Self {
        Self::from_valid(Self::builder().tries(1).without_budget())
    }

    /// Five tries, with waits of 1, 2, 3 and 4 s.
    #[must_use]
    pub fn linear() -> Self {
        let backoff = Backoff::Linear(Duration::from_secs(1));
        Self::from_valid(Self::builder().tries(5).backoff(backoff).jitter(0.0))
    }

    /// Three tries, with waits that begin at 0.1 s, double up to 2 s, and are shortened by chance to no less than half.
    #[must_use]
    pub fn exponential() -> Self {
        Self::from_valid(Self::builder())
    }

    /// Three tries for calls over HTTP, with waits of 1 and 2 s, shortened by chance to no less than three quarters.
    #[must_use]
    pub fn http() -> Self {
        let (first, longest) = (Duration::from_secs(1), Duration::from_secs(30));
        let backoff = Backoff::Exponential { first, factor: 2.0, longest };
        Self::from_valid(Self::builder().backoff(backoff).jitter(0.25))
    }

    pub(super) fn from_valid(config: RetryPolicyBuilder) -> Self {
        let rng = config.seed.map_or_else(fastrand::Rng::new, fastrand::Rng::with_seed);
        let shared = Shared {
            tries: config.tries,
            backoff: config.backoff,
            jitter: config.jitter,
            retry_after_max: config.retry_after_max,
            budget: config.budget,
            rng: Mutex::new(rng),
            counters: Counters::default(),
        };
        Self { shared: Arc::new(shared) }
    }

    /// Does `work` until its outcome is accepted, its error is not transient, or the policy ends the tries; gives the
    /// outcome of the last one. A panic in the work is the caller's.
    ///
    /// # Errors
    /// The error of the last try.
    pub async fn run<T, E, F, Work>(&self, mut work: F) -> Result<T, E>
    where
        E: Transient,
        F: FnMut() -> Work,
        Work: Future<Output = Result<T, E>>,
    {
        self.run_with(&ByTransient, |_try| work()).await
    }

    /// As [`run`](Self::run), with a classifier, and with the number of the try handed to the work, from 1.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() {
    /// use loadline_toolkit::retry::{RetryPolicy, Verdict};
    ///
    /// let odd_is_bad = |outcome: Result<&u32, &()>| match outcome {
    ///     Ok(value) if value % 2 == 1 => Verdict::Retry,
    ///     _ => Verdict::Accept,
    /// };
    /// let answer = RetryPolicy::linear().run_with(&odd_is_bad, |tries| async move { Ok(tries) }).await;
    /// assert_eq!(answer, Ok(2));
    /// # }
    /// ```
    ///
    /// # Errors
    /// The error of the last try.
    pub async fn run_with<T, E, C, F, Work>(&self, classify: &C, mut work: F) -> Result<T, E>
    where
        C: Classify<T, E>,
        F: FnMut(u32) -> Work,
        Work: Future<Output = Result<T, E>>,
    {
        self.begin();
        let mut tries = 1;
        loop {
            let outcome = work(tries).await;
            let verdict = classify.classify(outcome.as_ref());
            let Some(wait) = self.wait_after(tries, true, verdict) else {
                return outcome;
            };
            drop(outcome);
            // The least a timer waits is a millisecond, and no wait at all is none.
            if !wait.is_zero() {
                tokio::time::sleep(wait).await;
            }
            tries += 1;
        }
    }

    /// What came of the calls so far.
    #[must_use]
    pub fn stats(&self) -> RetryStats {
        self.shared.counters.snapshot()
    }

    /// Whether no try may follow the `tries`-th.
    pub(super) fn is_last(&self, tries: u32) -> bool {
        tries >= self.shared.tries
    }

    /// Counts a call.
    pub(super) fn begin(&self) {
        self.shared.counters.calls.add(1);
        if let Some(budget) = &self.shared.budget {
            budget.deposit();
        }
    }

    /// The wait before the next try, after `tries` of them and this verdict on the last; `None` when its outcome stands.
    pub(super) fn wait_after(
        &self,
        tries: u32,
        repeatable: bool,
        verdict: Verdict,
    ) -> Option<Duration> {
        let counters = &self.shared.counters;
        match self.decide(tries, repeatable, verdict) {
            Ok(None) => {
                if tries > 1 {
                    counters.saved.add(1);
                }
                None
            }
            Ok(Some(wait)) => {
                counters.retries.add(1);
                tracing::debug!(tries, wait_s = wait.as_secs_f64(), "trying again");
                Some(wait)
            }
            Err(why) => {
                counters.given_up(why);
                tracing::debug!(tries, reason = why.name(), "not trying again");
                None
            }
        }
    }

    fn decide(
        &self,
        tries: u32,
        repeatable: bool,
        verdict: Verdict,
    ) -> Result<Option<Duration>, GivenUp> {
        let shared = &self.shared;
        let asked = match verdict {
            Verdict::Accept => return Ok(None),
            Verdict::Fatal => return Err(GivenUp::Fatal),
            Verdict::Retry => None,
            Verdict::RetryAfter(asked) => Some(asked),
        };
        if self.is_last(tries) {
            return Err(GivenUp::Tries);
        }
        if !repeatable {
            return Err(GivenUp::NotRepeatable);
        }
        let backoff = shared.backoff.wait(tries).ok_or(GivenUp::Tries)?;
        let by_chance = backoff.mul_f64(shared.jitter * self.chance());
        let wait = match asked {
            Some(asked) if asked > shared.retry_after_max => return Err(GivenUp::RetryAfter),
            // Those who were sent away together do not come back together, and none too early.
            Some(asked) => asked.saturating_add(by_chance),
            None => backoff.saturating_sub(by_chance),
        };
        if Deadline::current().is_some_and(|deadline| deadline.remaining() <= wait) {
            return Err(GivenUp::Deadline);
        }
        match &shared.budget {
            Some(budget) if !budget.withdraw() => Err(GivenUp::Budget),
            _ => Ok(Some(wait)),
        }
    }

    /// A number from 0 to 1.
    fn chance(&self) -> f64 {
        self.shared.rng.lock().unwrap_or_else(PoisonError::into_inner).f64()
    }

    pub(super) fn counters(&self) -> &Counters {
        &self.shared.counters
    }
}
