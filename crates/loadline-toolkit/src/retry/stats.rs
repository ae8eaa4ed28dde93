//! What a policy shows of itself.

use super::RetryPolicy;
use crate::telemetry::{Counter, Metric, Observe, Sink};

const CALLS: Metric = Metric::new("retry.calls", "{call}", "Calls made under the policy");
const RETRIES: Metric = Metric::new("retry.retries", "{try}", "Tries beyond the first");
const SAVED: Metric = Metric::new("retry.saved", "{call}", "Calls that a further try made good");
const GIVEN_UP: Metric =
    Metric::new("retry.given_up", "{call}", "Calls whose bad outcome stood, by the reason");

/// What came of the calls under a policy so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RetryStats {
    /// Calls.
    pub calls: u64,
    /// Tries beyond the first.
    pub retries: u64,
    /// Calls that a further try made good.
    pub saved: u64,
    /// Calls that ended because another try would not have helped.
    pub given_up_fatal: u64,
    /// Calls that used all their tries.
    pub given_up_tries: u64,
    /// Calls whose request must not be made twice.
    pub given_up_not_repeatable: u64,
    /// Calls that the budget had no further try for.
    pub given_up_budget: u64,
    /// Calls whose next try would have come after the deadline.
    pub given_up_deadline: u64,
    /// Calls whose other side asked for a longer wait than is allowed.
    pub given_up_retry_after: u64,
}

/// Why a bad outcome stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum GivenUp {
    Fatal,
    Tries,
    NotRepeatable,
    Budget,
    Deadline,
    RetryAfter,
}

/// The counts behind [`RetryStats`].
#[derive(Debug, Default)]
pub(super) struct Counters {
    pub(super) calls: Counter,
    pub(super) retries: Counter,
    pub(super) saved: Counter,
    given_up: [Counter; GivenUp::ALL.len()],
}

impl GivenUp {
    /// In the order of the counts.
    const ALL: [Self; 6] = [
        Self::Fatal,
        Self::Tries,
        Self::NotRepeatable,
        Self::Budget,
        Self::Deadline,
        Self::RetryAfter,
    ];

    /// The value of the label `reason`.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Fatal => "fatal",
            Self::Tries => "tries",
            Self::NotRepeatable => "not_repeatable",
            Self::Budget => "budget",
            Self::Deadline => "deadline",
            Self::RetryAfter => "retry_after",
        }
    }
}

impl Counters {
    pub(super) fn given_up(&self, why: GivenUp) {
        self.given_up[why as usize].add(1);
    }

    pub(super) fn snapshot(&self) -> RetryStats {
        let given_up = |why: GivenUp| self.given_up[why as usize].get();
        RetryStats {
            calls: self.calls.get(),
            retries: self.retries.get(),
            saved: self.saved.get(),
            given_up_fatal: given_up(GivenUp::Fatal),
            given_up_tries: given_up(GivenUp::Tries),
            given_up_not_repeatable: given_up(GivenUp::NotRepeatable),
            given_up_budget: given_up(GivenUp::Budget),
            given_up_deadline: given_up(GivenUp::Deadline),
            given_up_retry_after: given_up(GivenUp::RetryAfter),
        }
    }
}

impl Observe for RetryPolicy {
    fn observe(&self, sink: &mut dyn Sink) {
        let counters = self.counters();
        sink.counter(&CALLS, &[], counters.calls.get());
        sink.counter(&RETRIES, &[], counters.retries.get());
        sink.counter(&SAVED, &[], counters.saved.get());
        for why in GivenUp::ALL {
            sink.counter(
                &GIVEN_UP,
                &[("reason", why.name())],
                counters.given_up[why as usize].get(),
            );
        }
    }
}
