//! [`State`]: all that a pool's one lock guards. Places in the pool are counted here, once: idle, held, busy (checked or
//! reset), closing, or about to be opened. Nothing in here waits, calls the manager or wakes anybody: what is to be done
//! after the lock is handed out.

use super::{
    ConnectFailure, LastStatement, Manager,
    config::Config,
    load::{Load, nanoseconds},
    plan::Connects,
};
use crate::object_pool::Waiters;
use std::{panic::Location, sync::Arc, task::Waker, time::Duration};
use tokio::{task, time::Instant};

/// A connection and what the pool knows of it; whoever has the box has the connection.
pub(super) struct Live<M: Manager> {
    pub(super) conn: M::Conn,
    pub(super) statement: LastStatement,
    /// Its place in [`State::slots`].
    slot: u32,
    /// Until when it may lie idle and still be handed out unchecked.
    fresh_until: Instant,
    pub(super) idle_since: Instant,
    pub(super) checked: Instant,
    expires: Instant,
}

/// What remains known of a connection while it is out.
#[derive(Debug)]
pub(super) struct Slot {
    pub(super) statement: LastStatement,
    pub(super) hold: Option<Hold>,
}

/// Who has a connection.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hold {
    pub(super) acquired_at: &'static Location<'static>,
    pub(super) since: Instant,
    pub(super) task: Option<task::Id>,
    /// Whether it was warned of as a leak.
    pub(super) is_reported: bool,
}

/// A caller in the queue.
#[derive(Debug, Clone, Copy)]
pub(super) struct Waiter {
    pub(super) asked_at: &'static Location<'static>,
    pub(super) since: Instant,
    pub(super) deadline: Instant,
    pub(super) task: Option<task::Id>,
}

/// What a caller is handed instead of a connection.
#[derive(Debug, Clone)]
pub(super) enum Refusal {
    /// The wait is over; what was under way to end it.
    Expired(UnderWay),
    Closed,
    Connect {
        attempts: u32,
        failure: ConnectFailure,
    },
}

/// Attempts to connect at one moment: those of a caller who gives up are dropped before it can look.
#[derive(Debug, Clone, Copy)]
pub(super) struct UnderWay {
    pub(super) connects: usize,
    /// Since when the oldest has been under way.
    pub(super) oldest: Option<Instant>,
}

/// What a caller is handed.
pub(super) type Outcome<M> = Result<Box<Live<M>>, Refusal>;

/// Where a connection went that came free.
pub(super) enum Placed<M: Manager> {
    /// To a caller who had waited, and is to be woken.
    Handed {
        waker: Waker,
        waited: Duration,
    },
    Idle,
    /// Nowhere: it is to be closed, and its place is counted as closing.
    Close(Box<Live<M>>),
}

/// What was counted since the pool began.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Counts {
    pub(super) asked: u64,
    pub(super) refused: u64,
    pub(super) expired: u64,
    pub(super) left: u64,
    pub(super) opened: u64,
    pub(super) closed: u64,
    pub(super) broken: u64,
    pub(super) connect_failed: u64,
    pub(super) connect_dropped: u64,
    pub(super) leaks: u64,
}

/// A pool's insides.
pub(super) struct State<M: Manager> {
    pub(super) config: Arc<Config>,
    /// Idle connections, the one used last at the end, from where they are taken.
    pub(super) idle: Vec<Box<Live<M>>>,
    slots: Vec<Slot>,
    free_slots: Vec<u32>,
    pub(super) held: usize,
    pub(super) busy: usize,
    pub(super) closing: usize,
    pub(super) connects: Connects,
    pub(super) waiters: Waiters<Waiter, Outcome<M>>,
    /// Since when somebody has been waiting.
    pub(super) queue_since: Option<Instant>,
    pub(super) load: Load,
    pub(super) counts: Counts,
    /// When the keeper looks next.
    pub(super) wake_at: Instant,
    pub(super) is_closed: bool,
}

impl<M: Manager> State<M> {
    pub(super) fn new(config: Arc<Config>, now: Instant) -> Self {
        Self {
            idle: Vec::new(),
            slots: Vec::new(),
            free_slots: Vec::new(),
            held: 0,
            busy: 0,
            closing: 0,
            connects: Connects::new(),
            waiters: Waiters::new(),
            queue_since: None,
            load: Load::new(now),
            counts: Counts::default(),
            wake_at: now,
            is_closed: false,
            config,
        }
    }

    /// Connections that are open.
    pub(super) fn open(&self) -> usize {
        self.usable() + self.closing
    }

    /// Connections that are open and stay so.
    pub(super) fn usable(&self) -> usize {
        self.idle.len() + self.held + self.busy
    }

    /// Connections that may still be opened.
    pub(super) fn room(&self) -> usize {
        let taken = self.open() + self.connects.under_way();
        (self.config.max + self.config.overflow).saturating_sub(taken)
    }

    /// The connection used last, if nobody is before the caller and it needs no check.
    pub(super) fn take_fresh(&mut self, hold: Hold) -> Option<Box<Live<M>>> {
        let is_fresh = self.waiters.is_empty() && self.idle.last()?.fresh_until >= hold.since;
        let live = if is_fresh { self.idle.pop() } else { None }?;
        self.counts.asked += 1;
        self.hold(&live, hold);
        Some(live)
    }

    /// An idle connection out of the queue for a check, or `None` when there is none; those past their age are added to
    /// `close` instead, and counted as closing.
    pub(super) fn take_for_check(
        &mut self,
        now: Instant,
        close: &mut Vec<Box<Live<M>>>,
    ) -> Option<Box<Live<M>>> {
        while let Some(live) = self.idle.pop() {
            if !live.is_expired(now) {
                self.busy += 1;
                return Some(live);
            }
            self.closing += 1;
            close.push(live);
        }
        None
    }

    /// Puts a connection, which is counted nowhere at this moment, where it belongs.
    pub(super) fn place(&mut self, live: Box<Live<M>>, now: Instant) -> Placed<M> {
        if self.is_closed || live.is_expired(now) {
            self.closing += 1;
            return Placed::Close(live);
        }
        if let Some(&waiter) = self.waiters.first() {
            return self.hand_over(live, waiter, now);
        }
        if self.usable() >= self.config.max {
            self.closing += 1;
            return Placed::Close(live);
        }
        self.lay_down(live);
        Placed::Idle
    }

    /// The holder gave a connection back; for how many nanoseconds it was out. It is counted
    /// nowhere now.
    pub(super) fn end_hold(&mut self, live: &mut Live<M>, now: Instant) -> u64 {
        let hold = self.slots[live.slot as usize].hold.take();
        let hold = hold.expect("a connection that is out is held");
        live.idle_since = now;
        live.statement.forget();
        self.held -= 1;
        let held_ns = nanoseconds(now - hold.since);
        self.load.held(held_ns);
        held_ns
    }

    /// A connection was handed out and not used after all. It is counted nowhere now.
    pub(super) fn end_unused_hold(&mut self, live: &Live<M>) {
        self.slots[live.slot as usize].hold = None;
        self.held -= 1;
    }

    /// A connection was opened, and is counted nowhere yet.
    pub(super) fn opened(
        &mut self,
        conn: M::Conn,
        statement: LastStatement,
        now: Instant,
        expires: Instant,
    ) -> Box<Live<M>> {
        let slot = Slot { statement: statement.clone(), hold: None };
        let index = if let Some(index) = self.free_slots.pop() {
            self.slots[index as usize] = slot;
            index
        } else {
            self.slots.push(slot);
            u32::try_from(self.slots.len() - 1).expect("a pool has 10,000 places at most")
        };
        self.counts.opened += 1;
        Box::new(Live {
            conn,
            statement,
            slot: index,
            fresh_until: now,
            idle_since: now,
            checked: now,
            expires,
        })
    }

    /// A connection is gone; it was counted nowhere any more.
    pub(super) fn gone(&mut self, slot: u32) {
        self.free_slots.push(slot);
        self.counts.closed += 1;
    }

    /// All connections that are out.
    pub(super) fn holds(&mut self) -> impl Iterator<Item = (&mut Hold, &LastStatement)> {
        self.slots
            .iter_mut()
            .filter_map(|Slot { hold, statement }| Some((hold.as_mut()?, &*statement)))
    }

    /// Somebody joined the queue.
    pub(super) fn queue_grew(&mut self, now: Instant) {
        self.queue_since.get_or_insert(now);
    }

    /// Somebody left the queue: connects that nobody needs any more are dropped.
    pub(super) fn queue_shrank(&mut self) {
        if self.waiters.is_empty() {
            self.queue_since = None;
        }
        if self.connects.pending() > 0 {
            let for_min = self.config.min.saturating_sub(self.usable());
            let dropped = self.connects.keep(for_min.max(self.waiters.len()));
            self.counts.connect_dropped += dropped;
        }
    }

    fn hand_over(&mut self, live: Box<Live<M>>, waiter: Waiter, now: Instant) -> Placed<M> {
        let Waiter { asked_at: acquired_at, task, since, .. } = waiter;
        self.hold(&live, Hold { acquired_at, since: now, task, is_reported: false });
        let Ok(waker) = self.waiters.serve(Ok(live)) else {
            unreachable!("somebody was first in the queue");
        };
        self.queue_shrank();
        Placed::Handed { waker, waited: now - since }
    }

    /// Adds to the idle ones, in the order in which they were used.
    fn lay_down(&mut self, mut live: Box<Live<M>>) {
        let trusted = live.idle_since.max(live.checked) + self.config.trusted_for();
        live.fresh_until = trusted.min(live.expires);
        if self.idle.last().is_none_or(|last| last.idle_since <= live.idle_since) {
            self.idle.push(live);
        } else {
            let index = self.idle.partition_point(|other| other.idle_since <= live.idle_since);
            self.idle.insert(index, live);
        }
    }

    fn hold(&mut self, live: &Live<M>, hold: Hold) {
        self.slots[live.slot as usize].hold = Some(hold);
        self.held += 1;
    }
}

impl<M: Manager> Live<M> {
    pub(super) const fn slot(&self) -> u32 {
        self.slot
    }

    pub(super) fn is_expired(&self, now: Instant) -> bool {
        now >= self.expires
    }
}
