//! Closed tests: users that start their next iteration when the last one ended.

use std::cell::Cell;
use std::pin::pin;
use std::rc::Rc;
use std::time::{Duration, Instant};
use std::vec;

use loadline_core::traffic::{Stage, Think, Traffic};
use tokio::task::JoinSet;
use tokio::time::timeout_at;

use super::load::Driven;
use super::pause::{first_offset, next_start};
use super::seat::Seat;
use super::worker::{At, Worker};
use crate::schedule::UserSteps;
use crate::user::{Scenario, Turn, User, leave};

/// The pause before a user whose start failed tries again.
const START_AGAIN_AFTER: Duration = Duration::from_secs(1);
/// How often the stop signal is looked at.
const STOP_GRAIN: Duration = Duration::from_millis(50);

/// How many iterations a user may do.
enum Quota {
    Unlimited,
    /// The user's own, and what is left of all users' on this thread.
    Each(Cell<u64>, Rc<Cell<u64>>),
    Shared,
}

impl Quota {
    /// Whether there is nothing left to take.
    fn is_spent(&self, load: &Driven) -> bool {
        match self {
            Self::Unlimited => false,
            Self::Each(left, _) => left.get() == 0,
            Self::Shared => load.is_worked_off(),
        }
    }

    /// Takes one iteration; false when there are none left.
    fn take(&self, load: &Driven) -> bool {
        match self {
            Self::Unlimited => true,
            Self::Each(left, of_all) => {
                let taken = left.replace(left.get().saturating_sub(1)) > 0;
                of_all.set(of_all.get().saturating_sub(u64::from(taken)));
                taken
            }
            Self::Shared => load.take_iteration(),
        }
    }
}

/// The users of one thread, those at work and those asked to leave.
struct Crowd<'a, S: Scenario> {
    at: At<'a, S>,
    tasks: JoinSet<()>,
    /// Of users at work first; behind them those of users that wait to be wanted again, where they do.
    seats: Vec<Rc<Seat>>,
    /// How many are to be at work.
    wanted: usize,
    /// Users made beforehand that have not worked yet.
    made: vec::IntoIter<S::User>,
}

/// Drives a closed load on this thread until its end, graceful or not.
pub(super) async fn drive<S: Scenario>(at: At<'_, S>, traffic: &Traffic, made: Vec<S::User>) {
    let think = at.load.load.think;
    let (tasks, seats, made) = (JoinSet::new(), Vec::new(), made.into_iter());
    let mut crowd = Crowd { at, tasks, seats, wanted: 0, made };
    match traffic {
        Traffic::Users(stages) => crowd.follow(stages).await,
        Traffic::SharedIterations { users, .. } => {
            if crowd.work_off(*users, think, || Quota::Shared).await {
                crowd.drop_iterations(crowd.at.load.give_up_iterations());
            }
        }
        Traffic::IterationsEach { users, iterations, .. } => {
            crowd.work_off_each((*users, *iterations), think).await;
        }
        // All at once: nobody thinks first.
        Traffic::Burst { users, .. } => crowd.work_off_each((*users, 1), Think::None).await,
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
            let think = self.at.load.load.think;
            self.resize(self.at.own_users(users), think, || Quota::Unlimited);
        }
        self.wait_until(self.at.load.load.traffic.length().duration()).await;
    }

    /// Lets each of the users do so many iterations, up to the longest time allowed.
    async fn work_off_each(&mut self, (users, iterations): (u32, u64), think: Think) {
        let of_all = u64::from(self.at.own_users(users)).saturating_mul(iterations);
        let left = Rc::new(Cell::new(of_all));
        let each = || Quota::Each(Cell::new(iterations), left.clone());
        if self.work_off(users, think, each).await {
            self.drop_iterations(left.get());
        }
    }

    /// Lets the users do their iterations, up to the longest time allowed; true when it ends them.
    async fn work_off(&mut self, users: u32, think: Think, quota: impl Fn() -> Quota) -> bool {
        if self.wait_until(Duration::ZERO).await {
            return false;
        }
        self.resize(self.at.own_users(users), think, quota);
        let end = self.at.end();
        loop {
            let now = Instant::now();
            if now >= end || self.at.is_over() {
                return !self.at.is_over();
            }
            let look_again = end.min(now + STOP_GRAIN);
            if let Ok(None) = timeout_at(look_again.into(), self.tasks.join_next()).await {
                return false;
            }
        }
    }

    /// Counts iterations that nobody had begun when their time was over.
    fn drop_iterations(&self, iterations: u64) {
        let At { shared, worker, load, .. } = self.at;
        if iterations > 0 {
            shared.scenario.dropped(load.place, iterations, worker);
        }
    }

    /// Waits until `offset` from the load's start; true when it is over before.
    async fn wait_until(&self, offset: Duration) -> bool {
        let moment = self.at.start() + offset;
        while !self.at.is_over() {
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
        let users = users as usize;
        let together = users.saturating_sub(self.wanted) > 1;
        while self.wanted > users {
            self.wanted -= 1;
            self.seats[self.wanted].leave_within(self.at.load.load.graceful_ramp_down);
        }
        if !self.at.load.keeps_users {
            self.seats.truncate(users);
        }
        for place in self.wanted..users {
            match self.seats.get(place) {
                Some(seat) => seat.come_back(),
                None => {
                    let delay = together.then(|| first_offset(think, &mut self.at.worker.random()));
                    self.seat_one(delay.unwrap_or_default(), quota());
                }
            }
        }
        self.wanted = users;
        // Tasks of users that left are done; forgetting them keeps the set as small as the crowd.
        while self.tasks.try_join_next().is_some() {}
    }

    /// Sets one more user to work after `delay`.
    fn seat_one(&mut self, delay: Duration, quota: Quota) {
        let At { shared, worker, load, lane } = self.at;
        let place = load.place;
        let number = lane.number_of(self.seats.len() as u32);
        let mut user =
            self.made.next().unwrap_or_else(|| shared.scenario.user(place, number, worker));
        let seat = Seat::new();
        self.seats.push(seat.clone());
        let (shared, worker) = (shared.clone(), worker.clone());
        load.presence.came();
        self.tasks.spawn_local(async move {
            seat.pause(delay).await;
            let load = &shared.loads[place];
            let mut life = Life::new(load, &worker, &seat, &quota);
            while life.work(&mut user).await && load.keeps_users && seat.is_wanted_again().await {}
            load.presence.left(life.out_of_data);
        });
    }

    /// Asks everyone to leave and waits for it, as long as the graceful end allows.
    async fn finish(mut self) {
        self.seats.drain(..).for_each(|seat| seat.dismiss());
        let all_left = async { while self.tasks.join_next().await.is_some() {} };
        let in_time = tokio::time::timeout(self.at.load.graceful_stop, all_left).await.is_ok();
        if !in_time {
            // Whoever is still at work is cut off.
            self.tasks.shutdown().await;
        }
    }
}

/// The life of one user.
struct Life<'a> {
    load: &'a Driven,
    worker: &'a Worker,
    seat: &'a Seat,
    quota: &'a Quota,
    /// Whether its start is behind it.
    ready: bool,
    /// The number of its latest iteration.
    iteration: u64,
    /// Whether it left because its data ran out.
    out_of_data: bool,
}

impl<'a> Life<'a> {
    fn new(load: &'a Driven, worker: &'a Worker, seat: &'a Seat, quota: &'a Quota) -> Self {
        Self { load, worker, seat, quota, ready: false, iteration: 0, out_of_data: false }
    }

    /// From when the user comes to when it leaves; false when it cannot come back.
    async fn work(&mut self, user: &mut impl User) -> bool {
        let Self { load, worker, seat, quota, .. } = *self;
        let _at_work = worker.user_came();
        self.start(user).await;
        let mut started = Instant::now();
        while self.ready && !seat.is_leaving() && !quota.is_spent(load) {
            self.out_of_data = !user.has_more();
            if self.out_of_data || !quota.take(load) {
                break;
            }
            let Some(ended) = self.iterate(user, started).await else {
                started = Instant::now();
                continue;
            };
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
        if self.ready {
            leave(user).await;
        }
        !self.out_of_data && !quota.is_spent(load)
    }

    /// Tries to start until it succeeds or the user is asked to leave.
    async fn start(&mut self, user: &mut impl User) {
        while !self.ready && !self.seat.is_leaving() {
            self.out_of_data = !user.has_more();
            if self.out_of_data {
                return;
            }
            self.ready = user.start().await;
            if !self.ready {
                self.seat.pause(START_AGAIN_AFTER).await;
            }
        }
    }

    /// One iteration; gives when it ended, none when it was cut off.
    async fn iterate(&mut self, user: &mut impl User, started: Instant) -> Option<Instant> {
        let Self { load, worker, .. } = *self;
        self.iteration += 1;
        let turn = Turn {
            iteration: self.iteration,
            in_load: load.number_iteration(),
            started,
            intended: None,
            stands_for: None,
        };
        let under_way = worker.begin_iteration();
        let iteration = pin!(user.iterate(turn));
        let ended = match load.load.graceful_ramp_down {
            None => iteration.await,
            Some(_) => self.seat.unless_cut_off(iteration).await?,
        };
        under_way.finished();
        if !load.users_count {
            worker.recorder().iteration(ended - started);
        }
        Some(ended)
    }
}
