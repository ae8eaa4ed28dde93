//! What the pool knows at the moment a caller gives up, gathered under its lock: the figures of an [`Exhaustion`] and the
//! evidence for its verdict.

use super::{
    Exhaustion, Holder, Manager, PoolError,
    exhaustion::{Evidence, HOLDERS_MAX},
    shared::Shared,
    state::{State, UnderWay, Waiter},
};
use tokio::time::Instant;

/// Holds that have to be measured before their median is called usual.
const USUAL_HOLDS_MIN: u64 = 20;

impl<M: Manager> Shared<M> {
    /// Why `waiter` waited in vain.
    pub(super) fn exhaustion(&self, waiter: Waiter, under_way: UnderWay) -> Exhaustion {
        let now = Instant::now();
        let holds = self.figures.holds.snapshot();
        let usual = holds.quantile(0.5).filter(|_| holds.count() >= USUAL_HOLDS_MIN);
        let mut state = self.lock();
        let evidence = Evidence {
            connecting_for: under_way.oldest.map(|started| now - started),
            hold_usual: usual,
            ..state.evidence(waiter, now)
        };
        let verdict = evidence.verdict();
        let Evidence { waited, mut holders, open, open_max, busy, .. } = evidence;
        let held = holders.len();
        holders.truncate(HOLDERS_MAX);
        Exhaustion {
            waited,
            asked_at: waiter.asked_at,
            open_max,
            open,
            held,
            busy,
            connecting: under_way.connects,
            waiting: state.waiters.len(),
            holders,
            verdict,
            connect_failure: state.connects.last_failure.clone(),
        }
    }

    /// What keeps a pool that was closed from being empty.
    pub(super) fn still_held(&self) -> PoolError {
        let mut state = self.lock();
        let holders = state.holders(Instant::now());
        PoolError::StillHeld { open: state.open(), holders }
    }

    /// Whether nothing is open nor being opened.
    pub(super) fn is_empty(&self) -> bool {
        let state = self.lock();
        state.open() == 0 && state.connects.under_way() == 0
    }

    /// Whether the minimum is open; why it will not be.
    pub(super) fn is_warm(&self) -> Result<bool, PoolError> {
        let state = self.lock();
        let attempts = state.connects.failures;
        match &state.connects.last_failure {
            _ if state.is_closed => Err(PoolError::Closed),
            _ if state.usable() >= self.config.min => Ok(true),
            Some(failure) => Err(PoolError::Connect { attempts, failure: failure.clone() }),
            None => Ok(false),
        }
    }
}

impl<M: Manager> State<M> {
    fn evidence(&mut self, waiter: Waiter, now: Instant) -> Evidence {
        let advice = self.load.advice(now, self.counts.asked);
        Evidence {
            waited: now - waiter.since,
            task: waiter.task,
            waiting_tasks: self.waiters.iter().filter_map(|other| other.task).collect(),
            holders: self.holders(now),
            open: self.open(),
            open_max: self.config.max + self.config.overflow,
            busy: self.busy + self.closing,
            connecting_for: None,
            connect_failures: self.connects.failures,
            leak_after: self.config.leak_after,
            connect_recent: self.load.connect_recent(),
            hold_recent: self.load.hold_recent(),
            hold_usual: None,
            size_advised: advice.map_or(0, |advice| advice.size),
        }
    }

    /// Who holds connections, the oldest first.
    fn holders(&mut self, now: Instant) -> Vec<Holder> {
        let mut holders: Vec<_> = self
            .holds()
            .map(|(hold, statement)| Holder {
                acquired_at: hold.acquired_at,
                held_for: now - hold.since,
                task: hold.task,
                statement: statement.get(),
            })
            .collect();
        holders.sort_by_key(|holder| std::cmp::Reverse(holder.held_for));
        holders
    }
}
