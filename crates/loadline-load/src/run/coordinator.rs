//! The coordinator: has the threads begin, adds up their parts of each second, tells the observer.

use std::collections::BTreeMap;
use std::sync::mpsc::Receiver;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use loadline_core::window::{Aggregate, Gauge, SeriesKey, names};
use loadline_core::{Sample, Samples, Window};

use super::crew::Crew;
use super::load::Driven;
use super::worker::{Part, Shared};
use super::{Ending, LoadTest, Observer, Outcome, Progress, RunError, StopSignal};
use crate::generator;
use crate::transport::Prepared;
use crate::user::Scenario;

/// Time for all threads to be ready before the first second begins.
const HEAD_START: Duration = Duration::from_millis(20);

/// Runs a test to its end on threads of its own; the calling thread waits, adds up and tells `observer`.
///
/// # Errors
/// When a thread cannot be started or dies, or TLS cannot be set up.
pub fn run<S: Scenario>(
    mut test: LoadTest,
    scenario: S,
    stop: &StopSignal,
    observer: &mut impl Observer,
) -> Result<Outcome, RunError> {
    // A thread without a connection could do nothing; one that opened its own would pass the bound.
    let connections = test.network.connections.map_or(usize::MAX, |all| all.max(1) as usize);
    test.threads = test.threads.clamp(1, connections);
    let shared = Arc::new(Shared {
        network: Prepared::new(test.network.clone())?,
        loads: Driven::all(&test, &scenario),
        stop: stop.clone(),
        start: OnceLock::new(),
        scenario,
        test,
    });
    let crew = Crew::start(&shared)?;
    if !crew.is_ready() {
        crew.join()?;
        return Err(RunError::ThreadDied);
    }
    let before = shared.scenario.before_start();
    let started_ms = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default() + HEAD_START;
    shared.start.get_or_init(|| Instant::now() + HEAD_START);
    crew.begin();
    let mut adder = Adder {
        loads: &shared.loads,
        started_ms: started_ms.as_millis() as i64,
        planned: shared.test.length(),
        next_second: vec![0; shared.test.threads],
        open: BTreeMap::from([(0, Window { length_ms: 0, ..before })]),
        samples: Vec::new(),
    };
    adder.add_all(&crew.parts, observer);
    crew.join()?;
    let samples = in_order(adder.samples);
    let ending = if stop.is_asked() { Ending::Interrupted } else { Ending::Completed };
    Ok(Outcome { ending, samples, notes: shared.scenario.notes() })
}

/// Adds the threads' parts of each second into one window.
struct Adder<'a> {
    loads: &'a [Driven],
    started_ms: i64,
    planned: Duration,
    /// The second each thread hands over next; past all seconds once it has ended.
    next_second: Vec<u64>,
    /// Seconds that some thread has not handed over yet; bounded by the channel.
    open: BTreeMap<u64, Window>,
    /// Of all threads; each keeps a bounded number.
    samples: Vec<Sample>,
}

/// The first samples of all threads, as few as one thread would have kept.
fn in_order(mut samples: Vec<Sample>) -> Vec<Sample> {
    samples.sort_by_key(|sample| sample.at_ms);
    let mut kept = Samples::default();
    kept.extend(samples);
    kept.into_vec()
}

impl Adder<'_> {
    fn add_all(&mut self, parts: &Receiver<Part>, observer: &mut impl Observer) {
        while let Ok(Part { thread, second, last, mut window, samples }) = parts.recv() {
            self.samples.extend(samples.into_vec());
            self.next_second[thread] = if last { u64::MAX } else { second + 1 };
            let whole = self.open.entry(second).or_default();
            whole.length_ms = whole.length_ms.max(window.length_ms);
            window.length_ms = whole.length_ms;
            whole.add(window);
            self.close_complete(observer);
        }
        // Threads that died hand over nothing more; what the others measured still counts.
        self.next_second.fill(u64::MAX);
        self.close_complete(observer);
    }

    /// A second is complete when every thread has handed it over or has ended.
    fn close_complete(&mut self, observer: &mut impl Observer) {
        let complete_before = self.next_second.iter().copied().min().unwrap_or(u64::MAX);
        while let Some(entry) =
            self.open.first_entry().filter(|entry| *entry.key() < complete_before)
        {
            let (second, mut window) = entry.remove_entry();
            window.start_ms = self.started_ms + second as i64 * 1_000;
            self.add_own_figures(second, &mut window);
            let elapsed = Duration::from_millis(second * 1_000 + u64::from(window.length_ms));
            observer.window(&window, Progress { elapsed, planned: self.planned });
        }
    }

    fn add_own_figures(&self, second: u64, window: &mut Window) {
        let mut add = |metric, value| {
            let gauge = Aggregate::Gauge(Gauge::reading(value));
            window.series.insert(SeriesKey::bare(metric), gauge);
        };
        if let Some(bytes) = generator::resident_bytes() {
            add(names::GENERATOR_MEMORY, bytes);
        }
        let middle = Duration::from_millis(second * 1_000 + 500);
        let offered = self.loads.iter().filter_map(|load| load.offered_at(middle));
        if let Some(rate) = offered.reduce(|one, other| one + other) {
            add(names::OFFERED_RATE, rate);
        }
    }
}
