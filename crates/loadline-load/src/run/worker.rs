//! One thread of a run: its runtime, its recorder, and the clockwork around its users.

use std::cell::{Cell, RefCell, RefMut};
use std::future::{Future as _, poll_fn};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::mpsc::SyncSender;
use std::task::Poll;
use std::time::{Duration, Instant};

use loadline_core::traffic::Traffic;
use loadline_core::window::{Aggregate, Gauge, SeriesKey, Tags, names};
use loadline_core::{Samples, Window};
use tokio::task::LocalSet;

use super::load::Driven;
use super::{LoadTest, StopSignal, closed, open};
use crate::generator::ThreadUsage;
use crate::record::Recorder;
use crate::transport::{Deadlines, Network, Prepared};
use crate::user::Scenario;

/// What all threads of a run know.
pub(super) struct Shared<S> {
    pub(super) test: LoadTest,
    pub(super) scenario: S,
    pub(super) network: Prepared,
    pub(super) stop: StopSignal,
    pub(super) start: Instant,
    pub(super) loads: Vec<Driven>,
}

impl<S> Shared<S> {
    /// Whether a load is to end before its time: somebody asked for it, or everyone has left.
    pub(super) fn is_over(&self, load: &Driven) -> bool {
        self.stop.is_asked() || load.presence.is_over()
    }
}

/// What a thread hands over.
pub(super) struct Part {
    pub(super) thread: usize,
    pub(super) second: u64,
    pub(super) last: bool,
    pub(super) window: Window,
    /// Of the whole run, in the last part.
    pub(super) samples: Samples,
}

/// One thread of a run, as its users see it.
pub struct Worker {
    /// What its connections share.
    pub network: Rc<Network>,
    /// Which of the threads it is.
    pub thread: usize,
    /// How many threads there are.
    pub threads: usize,
    recorder: RefCell<Recorder>,
    random: RefCell<fastrand::Rng>,
    /// Numbers given out by [`Worker::count`].
    counted: Cell<u64>,
    at_work: Cell<u32>,
    /// The most users at work since the last window.
    at_work_peak: Cell<u32>,
    pub(super) in_iteration: Cell<u64>,
}

impl Worker {
    /// One of `threads`, which gets `connections` of the shared ones where they are shared.
    pub(super) fn new(
        prepared: &Prepared,
        connections: Option<u32>,
        thread: usize,
        threads: usize,
        seed: u64,
    ) -> Self {
        Self {
            network: Network::new(prepared, connections),
            thread,
            threads,
            recorder: RefCell::default(),
            random: RefCell::new(fastrand::Rng::with_seed(seed)),
            counted: Cell::new(0),
            at_work: Cell::new(0),
            at_work_peak: Cell::new(0),
            in_iteration: Cell::new(0),
        }
    }

    /// Where its users count what they measure. Not to be held across a wait.
    pub fn recorder(&self) -> RefMut<'_, Recorder> {
        self.recorder.borrow_mut()
    }

    /// Where its users' random choices come from. Not to be held across a wait.
    pub fn random(&self) -> RefMut<'_, fastrand::Rng> {
        self.random.borrow_mut()
    }

    /// A number from 1 that nobody else gets in the run: threads take turns.
    pub fn count(&self) -> u64 {
        let before = self.counted.replace(self.counted.get() + 1);
        before * self.threads as u64 + self.thread as u64 + 1
    }

    /// Whether its users share connections, and so may have to wait for one.
    pub(crate) fn shares_connections(&self) -> bool {
        self.network.is_shared()
    }

    /// A user begins its work.
    pub(super) fn user_came(&self) {
        self.at_work.set(self.at_work.get() + 1);
        self.at_work_peak.set(self.at_work_peak.get().max(self.at_work.get()));
    }

    /// A user goes home.
    pub(super) fn user_left(&self) {
        self.at_work.set(self.at_work.get() - 1);
    }

    fn take_at_work_peak(&self) -> u32 {
        self.at_work_peak.replace(self.at_work.get())
    }

    /// The users of this thread when the run has `users`: numbers are dealt out in turn.
    pub(super) fn own_share(&self, users: u32) -> u32 {
        share_of(users, self.thread, self.threads)
    }

    /// The number in the run of this thread's `place`-th user, counted from zero.
    pub(super) fn number_of(&self, place: u32) -> u32 {
        place * self.threads as u32 + self.thread as u32 + 1
    }
}

/// What one of the threads gets when `all` are dealt out in turn.
fn share_of(all: u32, thread: usize, threads: usize) -> u32 {
    let (thread, threads) = (thread as u32, threads as u32);
    (all + threads - 1 - thread) / threads
}

/// The body of a thread.
pub(super) fn work<S: Scenario>(
    shared: &Arc<Shared<S>>,
    thread: usize,
    parts: &SyncSender<Part>,
) -> std::io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let threads = shared.test.threads;
    let share_of = |all| share_of(all, thread, threads);
    let connections = shared.test.network.connections.map(|all| share_of(all).max(1));
    let seed = shared.test.seed ^ (thread as u64) << 32;
    let worker = Rc::new(Worker::new(&shared.network, connections, thread, threads, seed));
    let mut clockwork =
        Clockwork { worker: &worker, parts, usage: ThreadUsage::start(), second: 0 };
    let users = LocalSet::new();
    let driven = users.block_on(&runtime, drive(shared, &worker, &mut clockwork));
    // Dropping the tasks ends what is still under way; it is counted as interrupted, not as failed.
    worker.recorder().interrupted(worker.in_iteration.get());
    drop(users);
    clockwork.hand_over(shared.start, true);
    runtime.shutdown_background();
    driven
}

/// Runs the schedule beside the clockwork until both the schedule and its graceful end are over.
async fn drive<S: Scenario>(
    shared: &Arc<Shared<S>>,
    worker: &Rc<Worker>,
    clockwork: &mut Clockwork<'_>,
) -> std::io::Result<()> {
    tokio::select! {
        done = drive_all(shared, worker) => done,
        () = clockwork.run(shared) => Ok(()),
    }
}

/// Drives every load of the run side by side until all of them are over.
async fn drive_all<S: Scenario>(
    shared: &Arc<Shared<S>>,
    worker: &Rc<Worker>,
) -> std::io::Result<()> {
    let one = |place: usize| async move {
        match &shared.loads[place].load.traffic {
            Traffic::Rate { stages, spacing } => {
                open::drive(shared, worker, place, stages, *spacing).await
            }
            closed_traffic => {
                closed::drive(shared, worker, place, closed_traffic).await;
                Ok(())
            }
        }
    };
    let mut under_way: Vec<_> = (0..shared.loads.len()).map(|place| Box::pin(one(place))).collect();
    let mut first_error = Ok(());
    // A test has a handful of loads, so looking at all of them each time one stirs costs next to nothing.
    poll_fn(|cx| {
        under_way.retain_mut(|load| match load.as_mut().poll(cx) {
            Poll::Pending => true,
            Poll::Ready(done) => {
                first_error = std::mem::replace(&mut first_error, Ok(())).and(done);
                false
            }
        });
        if under_way.is_empty() { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    first_error
}

/// Sweeps deadlines, hands over windows, and ends the run when it is told to end at once.
struct Clockwork<'a> {
    worker: &'a Rc<Worker>,
    parts: &'a SyncSender<Part>,
    usage: ThreadUsage,
    second: u64,
}

impl Clockwork<'_> {
    async fn run<S>(&mut self, shared: &Shared<S>) {
        loop {
            let grain = Deadlines::grain(self.worker.network.shortest_timeout());
            let next_second = shared.start + Duration::from_secs(self.second + 1);
            let now = Instant::now();
            let wake = next_second.min(now + grain);
            tokio::time::sleep_until(wake.into()).await;
            let now = Instant::now();
            self.worker.network.deadlines.sweep(now);
            if now >= next_second {
                self.hand_over(shared.start, false);
            }
            if shared.stop.is_urgent() {
                return;
            }
        }
    }

    /// Hands over what was measured in this second. The channel has room for several; a coordinator that
    /// cannot keep up for that long holds the thread, which its queue figure then shows.
    fn hand_over(&mut self, start: Instant, last: bool) {
        let elapsed_ms = start.elapsed().as_millis() as u64;
        // The last part is shorter than a second on every thread, or the threads' windows would overlap.
        while last && elapsed_ms > (self.second + 1) * 1_000 {
            self.hand_over_part(1_000, false);
        }
        let rest_ms = elapsed_ms.saturating_sub(self.second * 1_000).clamp(1, 1_000);
        self.hand_over_part(if last { rest_ms as u32 } else { 1_000 }, last);
    }

    fn hand_over_part(&mut self, length_ms: u32, last: bool) {
        let mut window = Window { length_ms, ..Window::default() };
        let (sent, received) = self.worker.network.take_lasting_bytes();
        self.worker.recorder().bytes(sent, received);
        self.worker.recorder().drain_into(&mut window);
        self.add_own_figures(&mut window);
        let samples = if last { self.worker.recorder().take_samples() } else { Samples::default() };
        let part = Part { thread: self.worker.thread, second: self.second, last, window, samples };
        self.second += 1;
        // The receiver is gone only when the run is being torn down.
        let _ = self.parts.send(part);
    }

    fn add_own_figures(&mut self, window: &mut Window) {
        let mut add = |metric, tags, value| {
            let gauge = Aggregate::Gauge(Gauge::reading(value));
            window.series.insert(SeriesKey::new(metric, tags), gauge);
        };
        add(names::USERS, Tags::default(), f64::from(self.worker.take_at_work_peak()));
        if let Some(usage) = self.usage.since_last() {
            let thread = || Tags::new([(names::TAG_THREAD, self.worker.thread.to_string())]);
            add(names::GENERATOR_CPU, thread(), usage.cpu);
            add(names::GENERATOR_QUEUE, thread(), usage.queue);
        }
        let opened = self.worker.network.take_opened();
        if opened > 0 {
            let key = SeriesKey::bare(names::CONNECTIONS_OPENED);
            window.series.insert(key, Aggregate::Counter(opened as f64));
        }
    }
}
