//! [`Deadline`]: an instant, and how it travels with a task. A scope within a scope keeps the earlier of the two.

use super::DeadlineExceeded;
use std::{future::Future, time::Duration};
use tokio::time::Instant;
#[cfg(feature = "deadline-layer")]
use tokio::{task::futures::TaskLocalFuture, time::Timeout};

tokio::task_local! {
    static CURRENT: Deadline;
}

/// The longest time a deadline can lie ahead: a hundred years, so that adding to a clock never overflows.
const LONGEST: Duration = Duration::from_secs(100 * 365 * 24 * 3600);

/// The moment by which an answer is of use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Deadline {
    at: Instant,
}

impl Deadline {
    /// The deadline that lies `left` ahead; anything beyond a hundred years is a hundred years.
    #[must_use]
    pub fn after(left: Duration) -> Self {
        Self { at: Instant::now() + left.min(LONGEST) }
    }

    /// The deadline at an instant.
    #[must_use]
    pub const fn at(at: Instant) -> Self {
        Self { at }
    }

    /// The deadline of the task that asks, where one was set by [`scope`](Self::scope) or [`run`](Self::run).
    #[must_use]
    pub fn current() -> Option<Self> {
        CURRENT.try_with(|deadline| *deadline).ok()
    }

    /// `limit`, or the time that the task has left when that is less.
    #[must_use]
    pub fn time_left_or(limit: Duration) -> Duration {
        Self::current().map_or(limit, |deadline| deadline.remaining().min(limit))
    }

    /// The instant itself.
    #[must_use]
    pub const fn instant(self) -> Instant {
        self.at
    }

    /// The time that is left; zero once it is over.
    #[must_use]
    pub fn remaining(self) -> Duration {
        self.at.saturating_duration_since(Instant::now())
    }

    /// Whether the moment has come.
    #[must_use]
    pub fn is_over(self) -> bool {
        self.remaining().is_zero()
    }

    /// Runs `work` with this deadline as the task's, or with the one already set when that is earlier. The work is
    /// not ended at the deadline: what it waits for looks at it.
    ///
    /// A task spawned inside has no deadline unless it is given one: work that outlives the request is not held to it.
    pub async fn scope<F: Future>(self, work: F) -> F::Output {
        CURRENT.scope(self.or_earlier(), work).await
    }

    /// As [`scope`](Self::scope), and drops the work at the deadline.
    ///
    /// # Errors
    /// [`DeadlineExceeded`] when the deadline passed first.
    pub async fn run<F: Future>(self, work: F) -> Result<F::Output, DeadlineExceeded> {
        let earlier = self.or_earlier();
        let work = CURRENT.scope(earlier, work);
        tokio::time::timeout_at(earlier.at, work).await.map_err(|_elapsed| DeadlineExceeded)
    }

    /// This deadline, or the one already set when that is earlier.
    pub(super) fn or_earlier(self) -> Self {
        Self::current().map_or(self, |outer| outer.min(self))
    }

    /// Begins work with this deadline as the task's; the future that comes of it has the same and ends at it.
    #[cfg(feature = "deadline-layer")]
    pub(super) fn begin<F: Future>(
        self,
        work: impl FnOnce() -> F,
    ) -> Timeout<TaskLocalFuture<Self, F>> {
        let work = CURRENT.sync_scope(self, work);
        tokio::time::timeout_at(self.at, CURRENT.scope(self, work))
    }
}
