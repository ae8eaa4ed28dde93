//! Open tests: arrivals come when they are due, whether or not anyone is free to take them.
//!
//! An arrival goes to an idle user, to a new one while there may be more, else into the late queue, where
//! it keeps the moment it was due. Only when that queue is full is it dropped, and counted.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::poll_fn;
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};
use std::vec;

use loadline_core::traffic::{Spacing, Stage};
use tokio::task::JoinSet;

use super::load::Driven;
use super::worker::{Shared, Worker};
use crate::schedule::Arrivals;
use crate::timing::Alarm;
use crate::user::{Scenario, Turn, User, leave};

/// The longest time between two looks at the stop signal.
const STOP_GRAIN: Duration = Duration::from_millis(50);

/// Arrivals released in a row before users and windows get their turn, however far behind the schedule is.
const IN_A_ROW_MAX: u32 = 256;

/// Where arrivals and users meet.
struct Desk {
    late: RefCell<VecDeque<Instant>>,
    late_max: usize,
    /// Users without work; the one that became idle last is taken first, its connection is the warmest.
    idle: RefCell<Vec<Rc<Slot>>>,
    closing: Cell<bool>,
}

/// An arrival as a user takes it up.
struct Arrival {
    due: Instant,
    /// Whether it had to wait for a free user, which is not the generator's doing.
    late: bool,
}

/// Where one user waits.
#[derive(Default)]
struct Slot {
    /// When the arrival it was given was due.
    arrival: Cell<Option<Instant>>,
    waker: RefCell<Option<Waker>>,
}

impl Slot {
    fn wake(&self) {
        if let Some(waker) = self.waker.borrow_mut().take() {
            waker.wake();
        }
    }
}

impl Desk {
    /// The next arrival for the user in `slot`; none when there will be no more.
    fn poll_arrival(&self, slot: &Rc<Slot>, cx: &Context<'_>) -> Poll<Option<Arrival>> {
        let given = slot.arrival.take().map(|due| Arrival { due, late: false });
        let queued = || self.late.borrow_mut().pop_front();
        let arrival = given.or_else(|| queued().map(|due| Arrival { due, late: true }));
        if arrival.is_some() || self.closing.get() {
            return Poll::Ready(arrival);
        }
        let waiting = slot.waker.replace(Some(cx.waker().clone())).is_some();
        if !waiting {
            self.idle.borrow_mut().push(slot.clone());
        }
        Poll::Pending
    }

    /// Gives an arrival back that its user cannot take: the next idle user is woken for it.
    fn pass_on(&self, due: Instant) {
        self.late.borrow_mut().push_front(due);
        if let Some(slot) = self.idle.borrow_mut().pop() {
            slot.wake();
        }
    }

    /// No more arrivals: idle users go home, the others when the late queue is empty.
    fn close(&self) {
        self.closing.set(true);
        self.idle.borrow_mut().drain(..).for_each(|slot| slot.wake());
    }
}

/// Drives the arrivals of an open load on this thread until their end, graceful or not.
pub(super) async fn drive<S: Scenario>(
    shared: &Arc<Shared<S>>,
    worker: &Rc<Worker>,
    place: usize,
    (stages, spacing): (&[Stage], Spacing),
    made: Vec<S::User>,
) -> std::io::Result<()> {
    let load = &shared.loads[place];
    let mut dispatcher = Dispatcher {
        shared,
        load,
        worker,
        desk: Rc::new(Desk {
            late: RefCell::default(),
            late_max: load.load.late_max / shared.test.threads,
            idle: RefCell::default(),
            closing: Cell::new(false),
        }),
        users_max: worker.own_share(load.load.users_max).max(1),
        users: JoinSet::new(),
        made: made.into_iter(),
    };
    // Loads side by side draw their arrivals apart.
    let seed = shared.test.seed.wrapping_add(place as u64);
    let arrivals = Arrivals::new(stages, spacing, worker.thread, worker.threads, seed);
    let released = dispatcher.release_all(arrivals).await;
    dispatcher.finish().await;
    released
}

struct Dispatcher<'a, S: Scenario> {
    shared: &'a Arc<Shared<S>>,
    load: &'a Driven,
    worker: &'a Rc<Worker>,
    desk: Rc<Desk>,
    users_max: u32,
    users: JoinSet<()>,
    /// Users made beforehand that have not worked yet.
    made: vec::IntoIter<S::User>,
}

impl<S: Scenario> Dispatcher<'_, S> {
    async fn release_all(&mut self, arrivals: Arrivals) -> std::io::Result<()> {
        let alarm = Alarm::new()?;
        let (start, end) = (self.shared.start_of(self.load), self.shared.end_of(self.load));
        let mut in_a_row = 0;
        for offset in arrivals {
            let due = start + offset;
            let mut now = Instant::now();
            while now < due && !self.shared.is_over(self.load) {
                alarm.until(due.min(now + STOP_GRAIN)).await?;
                (now, in_a_row) = (Instant::now(), 0);
            }
            if self.shared.is_over(self.load) {
                return Ok(());
            }
            if in_a_row == IN_A_ROW_MAX {
                tokio::task::yield_now().await;
                in_a_row = 0;
            }
            in_a_row += 1;
            self.release(due);
        }
        while Instant::now() < end && !self.shared.is_over(self.load) {
            alarm.until(end.min(Instant::now() + STOP_GRAIN)).await?;
        }
        Ok(())
    }

    fn release(&mut self, due: Instant) {
        let idle = self.desk.idle.borrow_mut().pop();
        let mut recorder = self.worker.recorder();
        if let Some(slot) = idle {
            recorder.arrival_on_time();
            slot.arrival.set(Some(due));
            slot.wake();
        } else if self.may_hire() {
            recorder.arrival_on_time();
            drop(recorder);
            self.hire(due);
        } else if self.desk.late.borrow().len() < self.desk.late_max {
            recorder.arrival_late();
            self.desk.late.borrow_mut().push_back(due);
        } else {
            recorder.arrival_dropped();
        }
    }

    /// Where the data ran out for one user, there is none for a new one.
    fn may_hire(&self) -> bool {
        (self.users.len() as u32) < self.users_max && !self.load.presence.is_out_of_data()
    }

    fn hire(&mut self, first: Instant) {
        let number = self.worker.number_of(self.users.len() as u32);
        let place = self.load.place;
        let make = || self.shared.scenario.user(place, number, self.worker);
        let user = self.made.next().unwrap_or_else(make);
        let slot = Rc::new(Slot { arrival: Cell::new(Some(first)), ..Slot::default() });
        self.load.presence.came();
        let (shared, worker, desk) = (self.shared.clone(), self.worker.clone(), self.desk.clone());
        self.users.spawn_local(async move {
            let load = &shared.loads[place];
            let out_of_data = serve(load, &worker, &desk, slot, user).await;
            load.presence.left(out_of_data);
        });
    }

    /// Lets users finish what arrived, as long as the graceful end allows.
    async fn finish(mut self) {
        self.desk.close();
        let all_left = async { while self.users.join_next().await.is_some() {} };
        let _ = tokio::time::timeout(self.shared.test.graceful_stop, all_left).await;
    }
}

impl<S: Scenario> Drop for Dispatcher<'_, S> {
    /// Counts what nobody will take any more, however the test ended.
    fn drop(&mut self) {
        let late = self.desk.late.take().len() as u64;
        let given_up = if self.load.presence.is_over() { 0 } else { late };
        self.worker.recorder().late_given_up(given_up);
        self.users.detach_all();
    }
}

/// The life of one user: one iteration for each arrival it is given. True when it left because its data ran
/// out; the arrival it held is then another user's.
async fn serve(
    load: &Driven,
    worker: &Worker,
    desk: &Desk,
    slot: Rc<Slot>,
    mut user: impl User,
) -> bool {
    worker.user_came();
    let mut ready = false;
    let mut has_more = true;
    let mut iteration = 0;
    while let Some(Arrival { due, late }) = poll_fn(|cx| desk.poll_arrival(&slot, cx)).await {
        iteration += 1;
        let mut started = Instant::now();
        if !late {
            worker.recorder().lag(started - due);
        }
        worker.in_iteration.set(worker.in_iteration.get() + 1);
        if !ready {
            has_more = user.has_more();
            ready = has_more && user.start().await;
            started = Instant::now();
        }
        has_more = has_more && (!ready || user.has_more());
        if ready && has_more {
            let in_load = load.number_iteration();
            let turn = Turn { iteration, in_load, started, intended: Some(due) };
            let ended = user.iterate(turn).await;
            if !load.users_count {
                worker.recorder().iteration(ended - started);
            }
        }
        worker.in_iteration.set(worker.in_iteration.get() - 1);
        if !has_more {
            desk.pass_on(due);
            break;
        }
    }
    if ready {
        leave(&mut user).await;
    }
    worker.user_left();
    !has_more
}
