//! [`Shared`]: what a pool's handles, guards and background tasks have in common. A connection comes in from a holder or
//! a task, goes to the first in the queue or to the idle ones under the lock, and what follows is done after it: waking,
//! and starting the tasks of `work.rs`.

use super::{
    Manager,
    config::Config,
    load::nanoseconds,
    plan::Attempt,
    state::{Hold, Live, Placed, Refusal, State},
    stats::Figures,
};
use crate::panics::caught;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::{runtime::Handle, sync::Notify, time::Instant};

/// A pool, without the handles that keep it open.
pub(super) struct Shared<M: Manager> {
    pub(super) manager: M,
    pub(super) config: Arc<Config>,
    pub(super) figures: Figures,
    pub(super) runtime: Handle,
    /// Wakes the keeper before its time.
    pub(super) bell: Arc<Notify>,
    /// Rings for those who wait for the pool as a whole: a connect ended, a closed pool lost a connection.
    pub(super) changed: Notify,
    pub(super) random: Mutex<fastrand::Rng>,
    state: Mutex<State<M>>,
}

/// What is to be done after the lock.
pub(super) struct Work<M: Manager> {
    pub(super) checks: Vec<Box<Live<M>>>,
    pub(super) closes: Vec<Box<Live<M>>>,
    attempts: Vec<Attempt>,
    pub(super) ring_keeper: bool,
    ring_changed: bool,
}

/// What is to happen to a connection that was given back.
enum Condition {
    Good,
    NeedsReset,
    Broken,
}

impl<M: Manager> Shared<M> {
    pub(super) fn new(manager: M, config: Config, runtime: Handle) -> Self {
        let config = Arc::new(config);
        Self {
            state: Mutex::new(State::new(Arc::clone(&config), Instant::now())),
            random: Mutex::new(
                config.seed.map_or_else(fastrand::Rng::new, fastrand::Rng::with_seed),
            ),
            manager,
            config,
            figures: Figures::default(),
            runtime,
            bell: Arc::new(Notify::new()),
            changed: Notify::new(),
        }
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, State<M>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes back what a holder had. Never waits: what takes time is done in a task.
    pub(super) fn release(self: &Arc<Self>, mut live: Box<Live<M>>) {
        let condition = self.condition(&live.conn);
        let now = Instant::now();
        let mut state = self.lock();
        let held_ns = state.end_hold(&mut live, now);
        self.figures.holds.record_ns_alone(held_ns);
        let placed = match condition {
            Condition::NeedsReset if !state.is_closed => {
                state.busy += 1;
                drop(state);
                return self.spawn_reset(live);
            }
            Condition::Broken => {
                state.closing += 1;
                drop(state);
                return self.spawn_drop(live);
            }
            Condition::Good | Condition::NeedsReset => self.place(&mut state, live, now),
        };
        drop(state);
        self.after(placed);
    }

    /// Lets a holder have its connection for good.
    pub(super) fn detach(self: &Arc<Self>, mut live: Box<Live<M>>) -> M::Conn {
        let mut state = self.lock();
        state.end_hold(&mut live, Instant::now());
        state.gone(live.slot());
        self.refill(state);
        live.conn
    }

    /// A holder knows that its connection is of no use any more.
    pub(super) fn discard(self: &Arc<Self>, mut live: Box<Live<M>>) {
        let mut state = self.lock();
        state.end_hold(&mut live, Instant::now());
        state.closing += 1;
        drop(state);
        self.spawn_drop(live);
    }

    /// Takes a connection that lies ready and is not known to be dead. `Err` is the lock, for those who want to queue.
    ///
    /// Each round but the last takes a broken connection away: there are as many rounds as idle ones, at most.
    pub(super) fn take_ready(
        self: &Arc<Self>,
        hold: Hold,
    ) -> Result<Box<Live<M>>, MutexGuard<'_, State<M>>> {
        loop {
            let mut state = self.lock();
            let Some(live) = state.take_fresh(hold) else { return Err(state) };
            self.figures.waits.record_ns_alone(0);
            drop(state);
            if !caught(|| self.manager.is_broken(&live.conn)).unwrap_or(true) {
                return Ok(live);
            }
            let mut state = self.lock();
            state.end_unused_hold(&live);
            state.closing += 1;
            drop(state);
            self.spawn_drop(live);
        }
    }

    /// Has the connection checked that a caller would have got if it were fresh.
    pub(super) fn check_one(self: &Arc<Self>, mut state: MutexGuard<'_, State<M>>) {
        let mut work = Work::default();
        if state.busy == 0 {
            work.checks.extend(state.take_for_check(Instant::now(), &mut work.closes));
        }
        drop(state);
        self.begin(work);
    }

    /// A caller left that was handed a connection and had not taken it yet: it is as good as before.
    pub(super) fn put_back(self: &Arc<Self>, live: Box<Live<M>>) {
        let mut state = self.lock();
        state.end_unused_hold(&live);
        let placed = self.place(&mut state, live, Instant::now());
        drop(state);
        self.after(placed);
    }

    /// Puts a connection where it belongs, and notes the wait that ends with it.
    pub(super) fn place(
        &self,
        state: &mut State<M>,
        live: Box<Live<M>>,
        now: Instant,
    ) -> Placed<M> {
        let placed = state.place(live, now);
        if let Placed::Handed { waited, .. } = &placed {
            self.figures.waits.record_ns_alone(nanoseconds(*waited));
        }
        placed
    }

    /// Wakes whoever got a connection, or closes one that nobody is to have.
    pub(super) fn after(self: &Arc<Self>, placed: Placed<M>) {
        match placed {
            Placed::Handed { waker, .. } => waker.wake(),
            Placed::Idle => {}
            Placed::Close(live) => self.spawn_close(live),
        }
    }

    /// Starts the checks and connects that the queue and the minimum ask for.
    pub(super) fn refill(self: &Arc<Self>, mut state: MutexGuard<'_, State<M>>) {
        let mut work = Work::default();
        state.plan(Instant::now(), &mut work);
        drop(state);
        self.begin(work);
    }

    /// As [`refill`](Self::refill), for a caller who joined the queue and waits until `deadline`.
    pub(super) fn refill_for(
        self: &Arc<Self>,
        mut state: MutexGuard<'_, State<M>>,
        now: Instant,
        deadline: Instant,
    ) {
        let ring_keeper = state.wake_keeper_by(deadline);
        let mut work = Work { ring_keeper, ..Work::default() };
        state.plan(now, &mut work);
        drop(state);
        self.begin(work);
    }

    pub(super) fn begin(self: &Arc<Self>, work: Work<M>) {
        let Work { checks, closes, attempts, ring_keeper, ring_changed } = work;
        checks.into_iter().for_each(|live| self.spawn_check(live));
        closes.into_iter().for_each(|live| self.spawn_close(live));
        attempts.into_iter().for_each(|attempt| self.spawn_connect(attempt));
        if ring_keeper {
            self.bell.notify_one();
        }
        if ring_changed {
            self.changed.notify_waiters();
        }
    }

    /// Closes the pool: callers are refused, idle connections are closed, others when they come back.
    pub(super) fn shut(self: &Arc<Self>) {
        for live in self.refuse_all() {
            self.spawn_close(live);
        }
    }

    /// As [`shut`](Self::shut), where no task can run any more: idle connections are dropped here.
    pub(super) fn runtime_ended(&self) {
        for live in self.refuse_all() {
            let slot = live.slot();
            let _ = caught(|| drop(live));
            let mut state = self.lock();
            state.closing -= 1;
            state.gone(slot);
        }
    }

    /// Refuses everybody from now on, and hands out what was idle, counted as closing.
    fn refuse_all(&self) -> Vec<Box<Live<M>>> {
        let mut state = self.lock();
        state.is_closed = true;
        let wakers = state.waiters.serve_where(|_| true, || Err(Refusal::Closed));
        state.queue_shrank();
        state.connects.keep(0);
        let idle: Vec<_> = state.idle.drain(..).collect();
        state.closing += idle.len();
        drop(state);
        wakers.into_iter().for_each(std::task::Waker::wake);
        self.bell.notify_one();
        self.changed.notify_waiters();
        idle
    }

    fn condition(&self, conn: &M::Conn) -> Condition {
        // Nobody knows what a holder that panicked left behind.
        if std::thread::panicking() {
            return Condition::Broken;
        }
        let found =
            caught(|| match (self.manager.is_broken(conn), self.manager.needs_reset(conn)) {
                (true, _) => Condition::Broken,
                (false, true) => Condition::NeedsReset,
                (false, false) => Condition::Good,
            });
        found.unwrap_or(Condition::Broken)
    }
}

impl<M: Manager> State<M> {
    /// Adds what the queue and the minimum ask for at this moment.
    pub(super) fn plan(&mut self, now: Instant, work: &mut Work<M>) {
        while self.busy < self.waiters.len()
            && let Some(live) = self.take_for_check(now, &mut work.closes)
        {
            work.checks.push(live);
        }
        work.attempts.extend(self.plan_connects(now));
        if let Some(moment) = self.plan_again_at(now) {
            work.ring_keeper |= self.wake_keeper_by(moment);
        }
        work.ring_changed |= self.is_closed;
    }

    /// Whether the keeper has to be woken so as to look at `moment`.
    pub(super) fn wake_keeper_by(&mut self, moment: Instant) -> bool {
        let is_earlier = moment < self.wake_at;
        self.wake_at = self.wake_at.min(moment);
        is_earlier
    }
}

impl<M: Manager> Default for Work<M> {
    fn default() -> Self {
        Self {
            checks: Vec::new(),
            closes: Vec::new(),
            attempts: Vec::new(),
            ring_keeper: false,
            ring_changed: false,
        }
    }
}
