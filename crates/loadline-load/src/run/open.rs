//! Open tests: arrivals come when they are due, whether or not anyone is free to take them.
//!
//! An arrival goes to an idle user. Where none is, a load says what becomes of it: either it goes to a new user
//! while there may be more, else into the late queue, where it keeps the moment it was due, and only when that
//! is full is it dropped, and counted; or it is dropped at once, and a user is made meanwhile for later ones.

use std::future::poll_fn;
use std::rc::Rc;
use std::time::{Duration, Instant};
use std::vec;

use loadline_core::traffic::{Spacing, Stage};
use tokio::task::JoinSet;

use super::OnBusy;
use super::desk::{Arrival, Desk, Slot};
use super::load::Driven;
use super::worker::{At, Worker};
use crate::schedule::{Arrivals, Dealt};
use crate::timing::Alarm;
use crate::user::{Scenario, Turn, User, leave};

/// The longest time between two looks at the stop signal.
const STOP_GRAIN: Duration = Duration::from_millis(50);

/// Arrivals released in a row before users and windows get their turn, however far behind the schedule is.
const IN_A_ROW_MAX: u32 = 256;

/// Drives the arrivals of an open load on this thread until their end, graceful or not.
pub(super) async fn drive<S: Scenario>(
    at: At<'_, S>,
    stages: &[Stage],
    spacing: Spacing,
    made: Vec<S::User>,
) -> std::io::Result<()> {
    let At { shared, load, lane, .. } = at;
    // Loads side by side draw their arrivals apart.
    let seed = shared.test.seed.wrapping_add(load.place as u64);
    let dealt = Dealt {
        lane: (lane.place, lane.of),
        segment: load.work_segment.as_ref(),
        begins_with_gap: load.load.begins_with_gap,
    };
    let arrivals = Arrivals::new(stages, spacing, &dealt, seed);
    let mut dispatcher = Dispatcher {
        desk: Desk::new(load.load.late_max / lane.of),
        users_max: at.own_users(load.load.users_max).max(1),
        users: JoinSet::new(),
        hired: 0,
        made: made.into_iter(),
        at,
    };
    dispatcher.hire_first();
    let released = dispatcher.release_all(arrivals).await;
    dispatcher.finish().await;
    released
}

struct Dispatcher<'a, S: Scenario> {
    at: At<'a, S>,
    desk: Rc<Desk>,
    users_max: u32,
    users: JoinSet<()>,
    /// Users that have come, the one included that is being made.
    hired: u32,
    /// Users made beforehand that have not worked yet.
    made: vec::IntoIter<S::User>,
}

impl<S: Scenario> Dispatcher<'_, S> {
    async fn release_all(&mut self, arrivals: Arrivals) -> std::io::Result<()> {
        let alarm = Alarm::new()?;
        let (start, end) = (self.at.start(), self.at.end());
        let mut in_a_row = 0;
        for offset in arrivals {
            let due = start + offset;
            let mut now = Instant::now();
            while now < due && !self.at.is_over() {
                alarm.until(due.min(now + STOP_GRAIN)).await?;
                (now, in_a_row) = (Instant::now(), 0);
            }
            if self.at.is_over() {
                return Ok(());
            }
            if in_a_row == IN_A_ROW_MAX {
                tokio::task::yield_now().await;
                in_a_row = 0;
            }
            in_a_row += 1;
            self.release(due);
        }
        while Instant::now() < end && !self.at.is_over() {
            alarm.until(end.min(Instant::now() + STOP_GRAIN)).await?;
        }
        Ok(())
    }

    fn release(&mut self, due: Instant) {
        if self.desk.give(due) {
            self.at.worker.recorder().arrival_on_time();
            return;
        }
        match self.at.load.load.on_busy {
            OnBusy::Drop => self.drop_one(due),
            OnBusy::Wait if self.may_hire() => {
                self.at.worker.recorder().arrival_on_time();
                let user = self.next_user();
                self.hire(user, Slot::with(due));
            }
            OnBusy::Wait if self.desk.queue(due) => self.at.worker.recorder().arrival_late(),
            OnBusy::Wait => self.at.worker.recorder().arrival_dropped(),
        }
    }

    /// Drops an arrival, and has a user made for later ones while there may be more.
    fn drop_one(&mut self, due: Instant) {
        let At { shared, worker, load, lane } = self.at;
        worker.recorder().arrival_dropped();
        shared.scenario.dropped(load.place, 1, worker);
        self.desk.miss(due);
        if !self.may_hire() || self.desk.is_hiring.replace(true) {
            return;
        }
        let number = lane.number_of(self.hired);
        self.hired += 1;
        load.presence.came();
        let (place, shared, worker) = (load.place, shared.clone(), worker.clone());
        let desk = self.desk.clone();
        self.users.spawn_local(async move {
            let user = shared.scenario.user(place, number, &worker);
            desk.is_hiring.set(false);
            let load = &shared.loads[place];
            let out_of_data = serve(load, &worker, &desk, Rc::default(), user).await;
            load.presence.left(out_of_data);
        });
    }

    /// Lets come who is to be there before the first arrival.
    fn hire_first(&mut self) {
        if self.at.load.load.on_busy == OnBusy::Wait {
            return;
        }
        let first = self.at.lane.share_of(self.at.load.users_before()).min(self.users_max);
        for _ in 0..first {
            let slot = Rc::default();
            self.desk.seat_idle(&slot);
            let user = self.next_user();
            self.hire(user, slot);
        }
    }

    /// Where the data ran out for one user, there is none for a new one.
    fn may_hire(&self) -> bool {
        self.hired < self.users_max && !self.at.load.presence.is_out_of_data()
    }

    /// The next of the users made beforehand, or a new one.
    fn next_user(&mut self) -> S::User {
        let At { shared, worker, load, lane } = self.at;
        let number = lane.number_of(self.hired);
        self.made.next().unwrap_or_else(|| shared.scenario.user(load.place, number, worker))
    }

    fn hire(&mut self, user: S::User, slot: Rc<Slot>) {
        let At { shared, worker, load, .. } = self.at;
        self.hired += 1;
        load.presence.came();
        let (place, shared, worker) = (load.place, shared.clone(), worker.clone());
        let desk = self.desk.clone();
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
        let in_time = tokio::time::timeout(self.at.load.graceful_stop, all_left).await.is_ok();
        if !in_time {
            // Whoever is still at work is cut off.
            self.users.shutdown().await;
        }
    }
}

impl<S: Scenario> Drop for Dispatcher<'_, S> {
    /// Counts what nobody will take any more, however the test ended.
    fn drop(&mut self) {
        let late = self.desk.give_up_late();
        let given_up = if self.at.load.presence.is_over() { 0 } else { late };
        self.at.worker.recorder().late_given_up(given_up);
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
    // Users that are there from the beginning are at work only while they have something to do.
    let _here = (!load.keeps_users).then(|| worker.user_came());
    let mut ready = false;
    let mut has_more = true;
    let mut iteration = 0;
    while let Some(arrival) = poll_fn(|cx| desk.poll_arrival(&slot, cx)).await {
        let Arrival { due, late, stands_for } = arrival;
        iteration += 1;
        let mut started = Instant::now();
        if !late {
            worker.recorder().lag(started - due);
        }
        let at_work = load.keeps_users.then(|| worker.user_came());
        let under_way = worker.begin_iteration();
        if !ready {
            has_more = user.has_more();
            ready = has_more && user.start().await;
            started = Instant::now();
        }
        has_more = has_more && (!ready || user.has_more());
        if ready && has_more {
            let in_load = load.number_iteration();
            let turn = Turn { iteration, in_load, started, intended: Some(due), stands_for };
            let ended = user.iterate(turn).await;
            if !load.users_count {
                worker.recorder().iteration(ended - started);
            }
        }
        under_way.finished();
        drop(at_work);
        if !has_more {
            desk.pass_on(due);
            break;
        }
    }
    if ready {
        leave(&mut user).await;
    }
    !has_more
}
