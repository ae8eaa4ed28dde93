//! The breaker as its users hold it: a way in that costs one load while it is closed, the lock behind it, and whoever
//! wants to hear of changes.

use super::{
    BreakerBuilder, BreakerError, BreakerStats, IfTransient, Judge, Permit, Rejected, State,
    Transition,
    machine::{Machine, Ticket},
    stats::Counters,
    window::Outcome,
};
use crate::Transient;
use std::{
    borrow::Borrow,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};
use tokio::sync::broadcast;

/// Changes kept for a listener that is slow to look; older ones are lost to it, and it is told so.
const EVENTS: usize = 64;
/// The bits of the gate that hold the state; the rest holds its number.
const STATE_BITS: u32 = 3;

/// A circuit breaker. Cloning it gives another handle to the same one.
#[derive(Debug, Clone)]
pub struct Breaker {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    /// The state and its number, as the machine last had them.
    gate: AtomicU64,
    machine: Mutex<Machine>,
    slow_after: Option<Duration>,
    counters: Counters,
    events: broadcast::Sender<Transition>,
}

impl Breaker {
    /// A builder: half of the last hundred calls failed, judged from twenty on; open for 5 s at first; five probes.
    #[must_use]
    pub const fn builder() -> BreakerBuilder {
        BreakerBuilder::new()
    }

    pub(super) fn from_valid(config: BreakerBuilder) -> Self {
        let shared = Shared {
            gate: AtomicU64::new(gate(State::Closed, 0)),
            slow_after: config.slow.map(|(after, _)| after),
            machine: Mutex::new(Machine::new(config)),
            counters: Counters::default(),
            events: broadcast::Sender::new(EVENTS),
        };
        Self { shared: Arc::new(shared) }
    }

    /// Does `work` unless calls are refused; its error counts as a failure when it is [`Transient`].
    ///
    /// A work that is dropped before its end counts as nothing and its place as a probe is free again; one that panics
    /// has failed, and the panic is the caller's.
    ///
    /// # Errors
    /// [`BreakerError::Rejected`] when the work was not begun, [`BreakerError::Inner`] with the work's own error.
    pub async fn run<T, E, F, Work>(&self, work: F) -> Result<T, BreakerError<E>>
    where
        E: Transient,
        F: FnOnce() -> Work,
        Work: Future<Output = Result<T, E>>,
    {
        self.run_with(&IfTransient, work).await
    }

    /// As [`run`](Self::run), with a judge of what counts as a failure.
    ///
    /// # Errors
    /// As [`run`](Self::run).
    pub async fn run_with<T, E, J, F, Work>(&self, judge: &J, work: F) -> Result<T, BreakerError<E>>
    where
        J: Judge<T, E>,
        F: FnOnce() -> Work,
        Work: Future<Output = Result<T, E>>,
    {
        let permit = self.acquire()?;
        let outcome = work().await;
        permit.record(judge.is_failure(outcome.as_ref()));
        outcome.map_err(BreakerError::Inner)
    }

    /// A permit for one call, to be given its outcome.
    ///
    /// # Errors
    /// [`Rejected`] when calls are refused.
    pub fn acquire(&self) -> Result<Permit<&Self>, Rejected> {
        Self::acquire_by(self)
    }

    /// As [`acquire`](Self::acquire), for a call that outlives the borrow.
    ///
    /// # Errors
    /// [`Rejected`] when calls are refused.
    pub fn acquire_owned(&self) -> Result<Permit<Self>, Rejected> {
        Self::acquire_by(self.clone())
    }

    /// As [`acquire`](Self::acquire), for whatever has a breaker.
    pub(super) fn acquire_by<B: Borrow<Self>>(holder: B) -> Result<Permit<B>, Rejected> {
        let breaker = holder.borrow();
        let (ticket, slow_after) = (breaker.admit()?, breaker.shared.slow_after);
        Ok(Permit::new(holder, ticket, slow_after))
    }

    /// Refuses every call until [`reset`](Self::reset).
    pub fn force_open(&self) {
        self.change(|machine| machine.force(true));
    }

    /// Lets every call through, whatever comes of them, until [`reset`](Self::reset).
    pub fn force_closed(&self) {
        self.change(|machine| machine.force(false));
    }

    /// Closes it and forgets what was counted.
    pub fn reset(&self) {
        self.change(Machine::reset);
    }

    /// What it does with calls. An open one whose time is over stays open until somebody asks for a permit.
    #[must_use]
    pub fn state(&self) -> State {
        state(self.shared.gate.load(Ordering::Relaxed))
    }

    /// Its changes from now on; the last 64 are kept for a listener that is slow to look.
    #[must_use]
    pub fn subscribe(&self) -> broadcast::Receiver<Transition> {
        self.shared.events.subscribe()
    }

    /// Its state, rates and counts.
    #[must_use]
    pub fn stats(&self) -> BreakerStats {
        let mut machine = self.machine();
        let (state, totals) = (machine.state(), machine.totals());
        drop(machine);
        self.shared.counters.snapshot(state, totals)
    }

    /// The refusal that a call would get now for sure; `None` promises no permit.
    pub(super) fn refusal(&self) -> Option<Rejected> {
        match self.state() {
            State::Closed | State::ForcedClosed => None,
            State::Open | State::HalfOpen | State::ForcedOpen => self.machine().refusal(),
        }
    }

    pub(super) fn counters(&self) -> &Counters {
        &self.shared.counters
    }

    /// Takes the outcome of a call.
    pub(super) fn done(&self, ticket: Ticket, outcome: Outcome) {
        self.shared.counters.done(outcome);
        self.change(|machine| machine.done(ticket, outcome));
    }

    /// Takes a ticket back that came to no outcome.
    pub(super) fn give_back(&self, ticket: Ticket) {
        self.shared.counters.dropped.add(1);
        if ticket.is_probe {
            self.machine().give_back(ticket);
        }
    }

    fn admit(&self) -> Result<Ticket, Rejected> {
        let gate = self.shared.gate.load(Ordering::Relaxed);
        if matches!(state(gate), State::Closed | State::ForcedClosed) {
            return Ok(Ticket { number: gate >> STATE_BITS, is_probe: false });
        }
        let admitted = self.locked(Machine::admit);
        if admitted.is_err() {
            self.shared.counters.rejected.add(1);
        }
        admitted
    }

    fn change(&self, change: impl FnOnce(&mut Machine) -> Option<Transition>) {
        self.locked(|machine| ((), change(machine)));
    }

    /// Works on the machine, opens or shuts the gate by what came of it, and tells of it once the lock is free.
    fn locked<T>(&self, work: impl FnOnce(&mut Machine) -> (T, Option<Transition>)) -> T {
        let mut machine = self.machine();
        let before = machine.number();
        let (answer, transition) = work(&mut machine);
        if machine.number() != before {
            let now = gate(machine.state(), machine.number());
            self.shared.gate.store(now, Ordering::Relaxed);
        }
        drop(machine);
        if let Some(transition) = transition {
            self.tell(transition);
        }
        answer
    }

    fn tell(&self, transition: Transition) {
        let Transition { from, to, cause, failure_rate, slow_call_rate, .. } = transition;
        self.shared.counters.transitions.add(1);
        if to == State::Open {
            self.shared.counters.opened.add(1);
            tracing::warn!(%from, %to, %cause, failure_rate, slow_call_rate, "circuit breaker opened");
        } else {
            tracing::info!(%from, %to, %cause, failure_rate, slow_call_rate, "circuit breaker changed");
        }
        // Nobody listening is no error.
        let _ = self.shared.events.send(transition);
    }

    fn machine(&self) -> MutexGuard<'_, Machine> {
        self.shared.machine.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

const fn gate(state: State, number: u64) -> u64 {
    (number << STATE_BITS) | state as u64
}

const fn state(gate: u64) -> State {
    const ALL: [State; 5] =
        [State::Closed, State::Open, State::HalfOpen, State::ForcedOpen, State::ForcedClosed];
    ALL[(gate & ((1 << STATE_BITS) - 1)) as usize]
}
