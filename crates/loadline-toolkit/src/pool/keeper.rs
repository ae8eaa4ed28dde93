//! The keeper: one task for each pool that looks at its state when something is due, and otherwise once a second at most.
//! Waits that are over, connections that lie idle too long or grew too old, health checks, leaks, the minimum: all of it
//! goes by one clock and one timer, so that neither callers nor connections need their own.

use super::{
    Manager,
    config::Config,
    shared::{Shared, Work},
    state::{Hold, Refusal, State},
};
use std::{
    sync::{Arc, Weak},
    task::Waker,
    time::Duration,
};
use tokio::{
    sync::Notify,
    time::{Instant, timeout_at},
};

/// Bounds of the keeper's own period.
const PERIOD_MIN: Duration = Duration::from_millis(10);
const PERIOD_MAX: Duration = Duration::from_secs(1);
/// One idle connection in so many is checked at a time.
const CHECKED_SHARE: usize = 4;

/// Runs until the pool is closed or gone.
pub(super) async fn keep<M: Manager>(shared: Weak<Shared<M>>, bell: Arc<Notify>) {
    let keeping = Keeping(shared);
    while let Some(due) = keeping.0.upgrade().and_then(|shared| shared.tend()) {
        let _ = timeout_at(due, bell.notified()).await;
    }
}

/// A keeper that ends before the pool is closed was ended by its runtime: nothing would work any more.
struct Keeping<M: Manager>(Weak<Shared<M>>);

impl<M: Manager> Drop for Keeping<M> {
    fn drop(&mut self) {
        if let Some(shared) = self.0.upgrade() {
            shared.runtime_ended();
        }
    }
}

impl<M: Manager> Shared<M> {
    /// Does what is due, and says when something may be due next; `None` once the pool is closed.
    fn tend(self: &Arc<Self>) -> Option<Instant> {
        let now = Instant::now();
        let mut state = self.lock();
        if state.is_closed {
            return None;
        }
        let expired = state.expire_waiters(now);
        let asked = state.counts.asked;
        state.load.tick(now, asked);
        let leaks = state.report_leaks(now);
        let mut work = Work::default();
        state.retire_idle(now, &mut work);
        state.check_health(now, &mut work);
        state.wake_at = now + self.config.period();
        if let Some(deadline) = state.waiters.iter().map(|waiter| waiter.deadline).min() {
            state.wake_keeper_by(deadline);
        }
        state.plan(now, &mut work);
        // It goes by `due` anyway: a keeper that rings for itself would never rest.
        work.ring_keeper = false;
        let due = state.wake_at;
        drop(state);
        expired.into_iter().for_each(Waker::wake);
        for (hold, statement) in leaks {
            warn_of_leak(&hold, statement.as_deref(), now);
        }
        self.begin(work);
        Some(due)
    }
}

impl<M: Manager> State<M> {
    fn expire_waiters(&mut self, now: Instant) -> Vec<Waker> {
        let refusal = Refusal::Expired(self.connects.now());
        let expired =
            self.waiters.serve_where(|waiter| waiter.deadline <= now, || Err(refusal.clone()));
        if !expired.is_empty() {
            self.counts.expired += expired.len() as u64;
            self.queue_shrank();
        }
        expired
    }

    /// Holds beyond the threshold that were not reported yet.
    fn report_leaks(&mut self, now: Instant) -> Vec<(Hold, Option<String>)> {
        let Some(bound) = self.config.leak_after else { return Vec::new() };
        let leaks: Vec<_> = self
            .holds()
            .filter(|(hold, _)| !hold.is_reported && now - hold.since >= bound)
            .map(|(hold, statement)| {
                hold.is_reported = true;
                (*hold, statement.get().map(|statement| statement.text))
            })
            .collect();
        self.counts.leaks += leaks.len() as u64;
        leaks
    }

    /// Takes out what is too old, and beyond the minimum what lay idle for too long.
    fn retire_idle(&mut self, now: Instant, work: &mut Work<M>) {
        let mut spare = self.usable().saturating_sub(self.config.min);
        let idle_timeout = self.config.idle_timeout;
        let mut index = 0;
        while let Some(live) = self.idle.get(index) {
            let is_unused =
                spare > 0 && idle_timeout.is_some_and(|bound| now - live.idle_since >= bound);
            if !is_unused && !live.is_expired(now) {
                index += 1;
                continue;
            }
            spare = spare.saturating_sub(1);
            self.closing += 1;
            work.closes.push(self.idle.remove(index));
        }
    }

    /// Takes out for a check what was neither used nor checked for a period, a quarter of the idle ones at a time.
    fn check_health(&mut self, now: Instant, work: &mut Work<M>) {
        let Some(period) = self.config.health_check_every else { return };
        let mut share = self.idle.len().div_ceil(CHECKED_SHARE).saturating_sub(self.busy);
        let mut index = 0;
        while share > 0
            && let Some(live) = self.idle.get(index)
        {
            if now - live.idle_since.max(live.checked) < period {
                index += 1;
                continue;
            }
            share -= 1;
            self.busy += 1;
            work.checks.push(self.idle.remove(index));
        }
    }
}

impl Config {
    /// How often the keeper looks at what has no moment of its own: a tenth of the shortest bound.
    fn period(&self) -> Duration {
        let bounds =
            [self.idle_timeout, self.max_lifetime, self.health_check_every, self.leak_after];
        let shortest = bounds.into_iter().flatten().min().unwrap_or(PERIOD_MAX);
        (shortest / 10).clamp(PERIOD_MIN, PERIOD_MAX)
    }
}

/// Once for each hold, so that the number of holds bounds the number of lines.
fn warn_of_leak(hold: &Hold, statement: Option<&str>, now: Instant) {
    tracing::warn!(
        acquired_at = %hold.acquired_at,
        held_s = (now - hold.since).as_secs_f64(),
        statement,
        "a connection is out for longer than the leak threshold"
    );
}
