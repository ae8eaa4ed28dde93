//! A server of known capacity in virtual time: arrivals come at random at a multiple of what it carries, a door decides who
//! gets in, workers serve first come, first served from a queue without bound. Out come goodput and percentiles, the same
//! for the same seed. Deliberately not here: the doors, which are made of what is tried.

use std::{
    cmp::Reverse,
    collections::{BinaryHeap, VecDeque},
    time::Duration,
};
use tokio::time::{Instant, advance};

/// The mean time a worker takes for a request.
pub(crate) const SERVICE_MEAN: Duration = Duration::from_millis(10);
/// An answer is of use within this time: ten times the mean.
pub(crate) const OF_USE_WITHIN: Duration = Duration::from_millis(100);

/// How the time that a worker takes is spread around its mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Law {
    Constant,
    Exponential,
    /// The logarithm's standard deviation is 1.
    LogNormal,
}

/// A server and its traffic.
#[derive(Debug, Clone, Copy)]
pub(crate) struct World {
    pub(crate) workers: usize,
    pub(crate) law: Law,
    /// Arrivals, as a multiple of what the server carries.
    pub(crate) load: f64,
    /// The time before the measured one: at half load, then at full.
    pub(crate) idle: Duration,
    pub(crate) warm_up: Duration,
    pub(crate) measured: Duration,
    pub(crate) seed: u64,
}

/// A request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Job {
    pub(crate) number: u64,
    pub(crate) arrived: Instant,
}

/// What stands between the arrivals and the server.
pub(crate) trait Door {
    /// A request arrives: it goes on to the server when it is given back, and waits at the door or is refused when not.
    fn arrive(&mut self, job: Job) -> Option<Job>;
    /// A worker has nothing to do: one that waited at the door.
    fn next(&mut self) -> Option<Job>;
    /// A request that went on was answered.
    fn done(&mut self, job: Job);
}

/// What the clients saw in the measured time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Report {
    /// Answers of use, as a share of what the server carries.
    pub(crate) goodput: f64,
    pub(crate) p50: Duration,
    pub(crate) p99: Duration,
}

impl World {
    /// Sixteen workers, three times what they carry, five seconds at half load before.
    pub(crate) const fn overloaded(law: Law, seed: u64) -> Self {
        let (idle, warm_up) = (Duration::from_secs(5), Duration::from_secs(5));
        let measured = Duration::from_secs(30);
        Self { workers: 16, law, load: 3.0, idle, warm_up, measured, seed }
    }

    /// Runs the traffic through `door`; the clock has to be paused.
    #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
    pub(crate) async fn run(self, door: &mut dyn Door) -> Report {
        let mut run = Run::new(self);
        while run.step(door).await {}
        let mut answers = run.answers;
        answers.sort_unstable();
        let of_use = answers.partition_point(|answer| *answer <= OF_USE_WITHIN);
        let carried =
            self.workers as f64 * self.measured.as_secs_f64() / SERVICE_MEAN.as_secs_f64();
        let at = |share: usize| answers.get(answers.len() * share / 100).copied();
        Report {
            goodput: of_use as f64 / carried,
            p50: at(50).unwrap_or(Duration::MAX),
            p99: at(99).unwrap_or(Duration::MAX),
        }
    }
}

/// A world under way.
struct Run {
    world: World,
    random: fastrand::Rng,
    begun: Instant,
    next_arrival: Instant,
    next_number: u64,
    queue: VecDeque<Job>,
    /// Requests that are served, by the moment they are done.
    served: BinaryHeap<Reverse<(Instant, Job)>>,
    /// Times of answers in the measured time.
    answers: Vec<Duration>,
}

impl Run {
    fn new(world: World) -> Self {
        let begun = Instant::now();
        Self {
            world,
            random: fastrand::Rng::with_seed(world.seed),
            begun,
            next_arrival: begun,
            next_number: 0,
            queue: VecDeque::new(),
            served: BinaryHeap::new(),
            answers: Vec::new(),
        }
    }

    /// The next thing that happens; whether there is one.
    async fn step(&mut self, door: &mut dyn Door) -> bool {
        let done = self.served.peek().map(|Reverse((at, _))| *at);
        let at = done.map_or(self.next_arrival, |done| done.min(self.next_arrival));
        let passed = at - self.begun;
        let measured_from = self.world.idle + self.world.warm_up;
        if passed > measured_from + self.world.measured {
            return false;
        }
        // The clock of the runtime counts in whole milliseconds only where timers wait.
        advance(at - Instant::now()).await;
        if done == Some(at) {
            if let Some(Reverse((_, job))) = self.served.pop() {
                door.done(job);
                if passed > measured_from {
                    self.answers.push(at - job.arrived);
                }
            }
        } else {
            self.arrive(door, passed);
        }
        self.begin(door);
        true
    }

    fn arrive(&mut self, door: &mut dyn Door, passed: Duration) {
        let job = Job { number: self.next_number, arrived: self.next_arrival };
        self.next_number += 1;
        self.queue.extend(door.arrive(job));
        let load = if passed < self.world.idle { 0.5 } else { self.world.load };
        let workers = u32::try_from(self.world.workers).expect("few workers");
        self.next_arrival += exponential(&mut self.random, (SERVICE_MEAN / workers).div_f64(load));
    }

    /// Workers without work take some.
    fn begin(&mut self, door: &mut dyn Door) {
        while self.served.len() < self.world.workers {
            let Some(job) = self.queue.pop_front().or_else(|| door.next()) else { return };
            let service = self.world.law.draw(&mut self.random);
            self.served.push(Reverse((Instant::now() + service, job)));
        }
    }
}

impl Law {
    fn draw(self, random: &mut fastrand::Rng) -> Duration {
        match self {
            Self::Constant => SERVICE_MEAN,
            Self::Exponential => exponential(random, SERVICE_MEAN),
            Self::LogNormal => {
                let radius = (-2.0 * (1.0 - random.f64()).ln()).sqrt();
                let normal = radius * (std::f64::consts::TAU * random.f64()).cos();
                // The mean of a log-normal law is its median times the root of e for a deviation of 1.
                SERVICE_MEAN.mul_f64((normal - 0.5).exp())
            }
        }
    }
}

fn exponential(random: &mut fastrand::Rng, mean: Duration) -> Duration {
    mean.mul_f64(-(1.0 - random.f64()).ln())
}
