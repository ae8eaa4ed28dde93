//! Closed tests: users that start their next iteration when the last one ended.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};

use loadline_core::traffic::{Stage, Think, Traffic};
use tokio::task::JoinSet;

use super::load::Driven;
use super::pause::{first_offset, next_start};
use super::seat::Seat;
use super::worker::{Shared, Worker};
use crate::schedule::UserSteps;
use crate::user::{Scenario, Turn, User, leave};

/// The pause before a user whose start failed tries again.
const START_AGAIN_AFTER: Duration = Duration::from_secs(1);
/// How often the stop signal is looked at.
const STOP_GRAIN: Duration = Duration::from_millis(50);

/// How many iterations a user may do.
enum Quota {
    Unlimited,
    Each(Cell<u64>),
    Shared,
}

impl Quota {
    /// Whether there is nothing left to take.
    fn is_spent(&self, load: &Driven) -> bool {
        match self {
            Self::Unlimited => false,
            Self::Each(left) => left.get() == 0,
            Self::Shared => load.is_worked_off(),
        }
    }

    /// Takes one iteration; false when there are none left.
    fn take(&self, load: &Driven) -> bool {
        match self {
            Self::Unlimited => true,
            Self::Each(left) => left.replace(left.get().saturating_sub(1)) > 0,
            Self::Shared => load.take_iteration(),
        }
    }
}

/// The users of one thread, those at work and those asked to leave.
struct Crowd<'a, S> {
    shared: &'a Arc<Shared<S>>,
    load: &'a Driven,
    worker: &'a Rc<Worker>,
    tasks: JoinSet<()>,
    seats: Vec<Rc<Seat>>,
}

/// Drives a closed load on this thread until its end, graceful or not.
pub(super) async fn drive<S: Scenario>(
    shared: &Arc<Shared<S>>,
    worker: &Rc<Worker>,
    place: usize,
    traffic: &Traffic,
) {
    let load = &shared.loads[place];
    let mut crowd = Crowd { shared, load, worker, tasks: JoinSet::new(), seats: Vec::new() };
    let think = load.load.think;
    match traffic {
        Traffic::Users(stages) => crowd.follow(stages).await,
        Traffic::SharedIterations { users, .. } => {
            crowd.work_off(*users, think, || Quota::Shared).await;
        }
        Traffic::IterationsEach { users, iterations, .. } => {
            crowd.work_off(*users, think, || Quota::Each(Cell::new(*iterations))).await;
        }
        // All at once: nobody thinks first.
        Traffic::Burst { users, .. } => {
            crowd.work_off(*users, Think::None, || Quota::Each(Cell::new(1))).await;
        }
        Traffic::Rate { .. } => unreachable!("open traffic is driven by `open`"),
    }
    crowd.finish().await;
}

impl<S: Scenario> Crowd<'_, S> {
    /// Brings the users to each level at its moment.
    async fn follow(&mut self, stages: &[Stage]) {
        for (offset, users) in UserSteps::new(stages) {
            if self.wait_until(offset).await {
                return;
            }
            let think = self.load.load.think;
            self.resize(self.worker.own_share(users), think, || Quota::Unlimited);
        }
        self.wait_until(self.load.end - self.load.start).await;
    }

    /// Lets the users do their iterations, up to the longest time allowed.
    async fn work_off(&mut self, users: u32, think: Think, quota: impl Fn() -> Quota) {
        if self.wait_until(Duration::ZERO).await {
            return;
        }
        self.resize(self.worker.own_share(users), think, quota);
        while Instant::now() < self.load.end && !self.shared.is_over(self.load) {
            let grain = tokio::time::timeout(STOP_GRAIN, self.tasks.join_next());
            if let Ok(None) = grain.await {
                return;
            }
        }
    }

    /// Waits until `offset` from the load's start; true when it is over before.
    async fn wait_until(&self, offset: Duration) -> bool {
        let moment = self.load.start + offset;
        while !self.shared.is_over(self.load) {
            let now = Instant::now();
            if now >= moment {
                return false;
            }
            tokio::time::sleep_until(moment.min(now + STOP_GRAIN).into()).await;
        }
        true
    }

    /// Brings the users to that number. Those that start together would stay in step, so their first
    /// iterations are spread over one pause of `think`.
    fn resize(&mut self, users: u32, think: Think, quota: impl Fn() -> Quota) {
        let together = users.saturating_sub(self.seats.len() as u32) > 1;
        while self.seats.len() as u32 > users {
            self.seats.pop().expect("there is one more than wanted").leave();
        }
        while (self.seats.len() as u32) < users {
            let number = self.worker.number_of(self.seats.len() as u32);
            let seat = Seat::new();
            let place = self.load.place;
            let user = self.shared.scenario.user(place, number, self.worker);
            let (shared, worker) = (self.shared.clone(), self.worker.clone());
            let delay = together.then(|| first_offset(think, &mut worker.random()));
            let (quota, own_seat) = (quota(), seat.clone());
            self.seats.push(seat);
            self.load.presence.came();
            self.tasks.spawn_local(async move {
                own_seat.pause(delay.unwrap_or_default()).await;
                live(&shared.loads[place], &worker, &own_seat, user, &quota).await;
            });
        }
        // Tasks of users that left are done; forgetting them keeps the set as small as the crowd.
        while self.tasks.try_join_next().is_some() {}
    }

    /// Asks everyone to leave and waits for it, as long as the graceful end allows.
    async fn finish(mut self) {
        self.seats.drain(..).for_each(|seat| seat.leave());
        let all_left = async { while self.tasks.join_next().await.is_some() {} };
        // Whoever is still at work then is dropped with the thread's tasks.
        let _ = tokio::time::timeout(self.shared.test.graceful_stop, all_left).await;
        self.tasks.detach_all();
    }
}

/// The life of one user.
async fn live<U: User>(load: &Driven, worker: &Worker, seat: &Seat, mut user: U, quota: &Quota) {
    worker.user_came();
    let (mut ready, mut has_more) = (false, true);
    while !ready && !seat.is_leaving() {
        has_more = user.has_more();
        if !has_more {
            break;
        }
        ready = user.start().await;
        if !ready {
            seat.pause(START_AGAIN_AFTER).await;
        }
    }
    let mut iteration = 0;
    let mut started = Instant::now();
    while ready && !seat.is_leaving() && !quota.is_spent(load) {
        has_more = user.has_more();
        if !has_more || !quota.take(load) {
            break;
        }
        iteration += 1;
        worker.in_iteration.set(worker.in_iteration.get() + 1);
        let ended = user.iterate(Turn { iteration, started, intended: None }).await;
        worker.in_iteration.set(worker.in_iteration.get() - 1);
        worker.recorder().iteration(ended - started);
        if quota.is_spent(load) {
            break;
        }
        let next = next_start(load.load.think, started, ended, &mut worker.random());
        started = match next {
            None => ended,
            Some(next) => {
                seat.pause_until(next).await;
                Instant::now()
            }
        };
    }
    if ready {
        leave(&mut user).await;
    }
    load.presence.left(!has_more);
    worker.user_left();
}
