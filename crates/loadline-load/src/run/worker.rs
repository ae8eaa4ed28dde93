//! One thread of a run: its runtime, its recorder, and the clockwork around its users.

use std::cell::{Cell, RefCell, RefMut};
use std::future::{Future as _, poll_fn};
use std::rc::Rc;
use std::sync::mpsc::SyncSender;
use std::sync::{Arc, OnceLock};
use std::task::Poll;
use std::time::{Duration, Instant};

use loadline_core::traffic::Traffic;
use loadline_core::window::{Aggregate, Gauge, SeriesKey, Tags, names};
use loadline_core::{Samples, Window};
use tokio::task::LocalSet;

use super::crew::Meeting;
use super::lanes::Lane;
use super::load::Driven;
use super::meter::Meters;
use super::{LoadTest, Meter, StopSignal, closed, open};
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
    /// When the run begins: known once every thread is ready.
    pub(super) start: OnceLock<Instant>,
    pub(super) loads: Vec<Driven>,
}

impl<S> Shared<S> {
    /// When the run begins.
    pub(super) fn start(&self) -> Instant {
        *self.start.get().expect("the coordinator sets it before the threads may begin")
    }
}

/// One load on one thread.
pub(super) struct At<'a, S> {
    pub(super) shared: &'a Arc<Shared<S>>,
    pub(super) worker: &'a Rc<Worker>,
    pub(super) load: &'a Driven,
    pub(super) lane: Lane,
}

impl<S> At<'_, S> {
    /// When the load begins.
    pub(super) fn start(&self) -> Instant {
        self.shared.start() + self.load.load.after
    }

    /// When it is planned to end, without the graceful end.
    pub(super) fn end(&self) -> Instant {
        self.shared.start() + self.load.load.end()
    }

    /// Whether it is to end before its time: somebody asked for it, or everyone has left.
    pub(super) fn is_over(&self) -> bool {
        self.shared.stop.is_asked() || self.load.presence.is_over()
    }

    /// How many of so many users of the whole test are here.
    pub(super) fn own_users(&self, all: u32) -> u32 {
        self.lane.share_of(self.load.own_users(all))
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
    meters: Meters,
    random: RefCell<fastrand::Rng>,
    /// Numbers given out by [`Worker::count`].
    counted: Cell<u64>,
    at_work: Cell<u32>,
    /// The most users at work since the last window.
    at_work_peak: Cell<u32>,
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
            meters: Meters::default(),
            random: RefCell::new(fastrand::Rng::with_seed(seed)),
            counted: Cell::new(0),
            at_work: Cell::new(0),
            at_work_peak: Cell::new(0),
        }
    }

    /// Where its users count what they measure. Not to be held across a wait.
    pub fn recorder(&self) -> RefMut<'_, Recorder> {
        self.recorder.borrow_mut()
    }

    /// The thread's only meter of that type, made when it is first asked for: where its users count what the
    /// recorder does not know.
    pub fn meter<M: Meter>(&self, make: impl FnOnce() -> M) -> Rc<M> {
        self.meters.get(make)
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

    /// A user begins its work; it is at work until what comes back is dropped.
    pub(super) fn user_came(&self) -> AtWork<'_> {
        self.at_work.set(self.at_work.get() + 1);
        self.at_work_peak.set(self.at_work_peak.get().max(self.at_work.get()));
        AtWork(self)
    }

    fn take_at_work_peak(&self) -> u32 {
        self.at_work_peak.replace(self.at_work.get())
    }

    /// Moves what was measured since the last call into `window`.
    pub(super) fn drain_into(&self, window: &mut Window) {
        let (sent, received) = self.network.take_lasting_bytes();
        self.recorder().bytes(sent, received);
        self.recorder().drain_into(window);
        self.meters.drain_into(window);
        let opened = self.network.take_opened();
        if opened > 0 {
            let key = SeriesKey::bare(names::CONNECTIONS_OPENED);
            window.series.insert(key, Aggregate::Counter(opened as f64));
        }
    }

    /// An iteration begins: unless it is [finished](UnderWay::finished) it was cut off.
    pub(super) const fn begin_iteration(&self) -> UnderWay<'_> {
        UnderWay { worker: self, is_finished: false }
    }
}

/// A user at work, until it goes home or is cut off.
pub(super) struct AtWork<'a>(&'a Worker);

impl Drop for AtWork<'_> {
    fn drop(&mut self) {
        self.0.at_work.set(self.0.at_work.get() - 1);
    }
}

/// An iteration under way; one that is dropped before its end counts as interrupted, not as failed.
pub(super) struct UnderWay<'a> {
    worker: &'a Worker,
    is_finished: bool,
}

impl UnderWay<'_> {
    pub(super) fn finished(mut self) {
        self.is_finished = true;
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        if !self.is_finished {
            self.worker.recorder().interrupted();
        }
    }
}

/// The body of a thread.
pub(super) fn work<S: Scenario>(
    shared: &Arc<Shared<S>>,
    thread: usize,
    meeting: Meeting,
    parts: &SyncSender<Part>,
) -> std::io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let threads = shared.test.threads;
    let all_threads = Lane { place: thread, of: threads };
    let connections = shared.test.network.connections.map(|all| all_threads.share_of(all).max(1));
    let seed = shared.test.seed ^ (thread as u64) << 32;
    let worker = Rc::new(Worker::new(&shared.network, connections, thread, threads, seed));
    let users = LocalSet::new();
    let all = async {
        let duties = duties(shared, &worker);
        if !meeting.attend() {
            return None;
        }
        let usage = ThreadUsage::start();
        let mut clockwork = Clockwork { worker: &worker, parts, usage, second: 0 };
        let driven = drive(shared, &worker, duties, &mut clockwork).await;
        Some((driven, clockwork))
    };
    let Some((driven, mut clockwork)) = users.block_on(&runtime, all) else { return Ok(()) };
    {
        // Dropping the tasks ends what is still under way. Users may ask for the runtime when they are dropped.
        let _entered = runtime.enter();
        drop(users);
    }
    clockwork.hand_over(shared.start(), true);
    runtime.shutdown_background();
    driven
}

/// What a thread does for one of the loads.
struct Duty<U> {
    place: usize,
    lane: Lane,
    /// Its users that were made beforehand.
    made: Vec<U>,
}

/// The loads that live on this thread, with the users that are to exist before the run begins.
fn duties<S: Scenario>(shared: &Shared<S>, worker: &Rc<Worker>) -> Vec<Duty<S::User>> {
    let duty = |load: &Driven| {
        let lane = load.lanes.on(worker.thread).filter(|_| load.users_most() > 0)?;
        let count = if load.keeps_users { lane.share_of(load.users_before()) } else { 0 };
        let wanted = (0..count).take_while(|_| !shared.stop.is_asked());
        let make = |place| shared.scenario.user(load.place, lane.number_of(place), worker);
        Some(Duty { place: load.place, lane, made: wanted.map(make).collect() })
    };
    shared.loads.iter().filter_map(duty).collect()
}

/// Runs the schedule beside the clockwork until both the schedule and its graceful end are over.
async fn drive<S: Scenario>(
    shared: &Arc<Shared<S>>,
    worker: &Rc<Worker>,
    duties: Vec<Duty<S::User>>,
    clockwork: &mut Clockwork<'_>,
) -> std::io::Result<()> {
    tokio::select! {
        done = drive_all(shared, worker, duties) => done,
        () = clockwork.run(shared) => Ok(()),
    }
}

/// Drives every load of the run side by side until all of them are over.
async fn drive_all<S: Scenario>(
    shared: &Arc<Shared<S>>,
    worker: &Rc<Worker>,
    duties: Vec<Duty<S::User>>,
) -> std::io::Result<()> {
    let one = |Duty { place, lane, made }: Duty<S::User>| async move {
        let at = At { shared, worker, load: &shared.loads[place], lane };
        match &shared.loads[place].load.traffic {
            Traffic::Rate { stages, spacing } => open::drive(at, stages, *spacing, made).await,
            closed_traffic => {
                closed::drive(at, closed_traffic, made).await;
                Ok(())
            }
        }
    };
    let mut under_way: Vec<_> = duties.into_iter().map(one).map(Box::pin).collect();
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
            let next_second = shared.start() + Duration::from_secs(self.second + 1);
            let now = Instant::now();
            let wake = next_second.min(now + grain);
            tokio::time::sleep_until(wake.into()).await;
            let now = Instant::now();
            self.worker.network.deadlines.sweep(now);
            if now >= next_second {
                self.hand_over(shared.start(), false);
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
        self.worker.drain_into(&mut window);
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
    }
}
