//! Hedging as its users hold it: the delay, the budget and the counts.

use super::{
    HedgeBuilder, HedgeStats,
    delay::Delay,
    race::{Race, Second},
    stats::Counters,
};
use crate::retry::Budget;
use std::{
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

/// When and how often calls are made a second time. Cloning it gives another handle to the same budget and counts.
#[derive(Debug, Clone)]
pub struct Hedge {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    delay: Delay,
    budget: Arc<Budget>,
    counters: Counters,
}

/// Begins the second call of [`Hedge::run`].
struct Again<F>(F);

impl Hedge {
    /// A builder: a second call when the first takes longer than 95 % did, for one call in ten at most.
    #[must_use]
    pub const fn builder() -> HedgeBuilder {
        HedgeBuilder::new()
    }

    pub(super) fn from_valid(config: HedgeBuilder) -> Self {
        let budget = config.budget.unwrap_or_else(|| {
            let budget = Budget::builder().share(0.1).per_second_min(1).build();
            Arc::new(budget.expect("a tenth is a share"))
        });
        let delay = Delay::new(config.delay);
        Self { shared: Arc::new(Shared { delay, budget, counters: Counters::default() }) }
    }

    /// Does `work`, and does it once more when that takes long; the first good outcome wins and the other work is
    /// dropped. When both fail the first one's error is given; when the first fails before the second is begun, its
    /// error is given at once. A panic in the work is the caller's.
    ///
    /// # Errors
    /// The error of the work.
    pub async fn run<T, E, F, Work>(&self, mut work: F) -> Result<T, E>
    where
        F: FnMut() -> Work,
        Work: Future<Output = Result<T, E>>,
    {
        let first = work();
        Race::new(self.clone(), first, Some(Again(work))).await
    }

    /// What came of the calls so far.
    #[must_use]
    pub fn stats(&self) -> HedgeStats {
        self.shared.counters.snapshot(self.shared.delay.now())
    }

    pub(super) fn counters(&self) -> &Counters {
        &self.shared.counters
    }

    pub(super) fn budget(&self) -> &Budget {
        &self.shared.budget
    }

    pub(super) fn delay(&self) -> &Delay {
        &self.shared.delay
    }

    /// The delay for a call that begins now.
    pub(super) fn delay_now(&self) -> Duration {
        self.shared.delay.now()
    }
}

impl<Work, F: FnMut() -> Work> Second<Work> for Again<F> {
    fn poll_begin(&mut self, _cx: &mut Context<'_>) -> Poll<Option<Work>> {
        Poll::Ready(Some((self.0)()))
    }
}
