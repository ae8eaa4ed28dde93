//! What scripts ask of the scheduler: users made beforehand that come back, iterations numbered over a load,
//! meters of their own, a setup whose figures count.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use loadline_core::window::{Aggregate, Gauge, SeriesKey, names};
use loadline_core::{Span, Traffic, Window};
use loadline_load::{
    LoadTest, Meter, NetworkOptions, Scenario, StopSignal, Turn, User, Worker, run, run_once,
};

use crate::run::{Seen, constant_rate, drive, iterations_each, ms, test_of};

/// An iteration as its user saw it: the user's number, its own count, the load's count.
type Did = (u32, u64, u64);

/// What the scenario and its users write down.
#[derive(Default)]
struct Notebook {
    made: AtomicU32,
    has_begun: AtomicBool,
    made_late: AtomicU32,
    dropped: AtomicU32,
    did: Mutex<Vec<Did>>,
}

struct Noting(Arc<Notebook>);

struct NotingUser {
    number: u32,
    notebook: Arc<Notebook>,
    meter: Rc<Tally>,
}

#[derive(Default)]
struct Tally {
    iterations: Cell<u64>,
    drained: RefCell<u64>,
}

impl Meter for Tally {
    fn drain_into(&self, window: &mut Window) {
        let count = self.iterations.take();
        *self.drained.borrow_mut() += count;
        window.series.insert(SeriesKey::bare("tally"), Aggregate::Counter(count as f64));
        let level = Gauge::reading(*self.drained.borrow() as f64);
        window.series.insert(SeriesKey::bare("tally_level"), Aggregate::Gauge(level));
    }
}

impl Scenario for Noting {
    type User = NotingUser;

    fn user(&self, _: usize, number: u32, worker: &Rc<Worker>) -> NotingUser {
        self.0.made.fetch_add(1, Ordering::Relaxed);
        let late = u32::from(self.0.has_begun.load(Ordering::Relaxed));
        self.0.made_late.fetch_add(late, Ordering::Relaxed);
        NotingUser { number, notebook: self.0.clone(), meter: worker.meter(Tally::default) }
    }

    fn prepares(&self) -> bool {
        true
    }

    fn before_start(&self) -> Window {
        self.0.has_begun.store(true, Ordering::Relaxed);
        let work = async |worker: Rc<Worker>| worker.recorder().iteration(ms(5));
        let ((), mut window) = run_once(&NetworkOptions::default(), work).unwrap();
        window.series.insert(SeriesKey::bare("setups"), Aggregate::Counter(1.0));
        window
    }

    fn counts_iterations(&self) -> bool {
        true
    }

    fn counts_own(&self) -> bool {
        true
    }
}

impl User for NotingUser {
    async fn start(&mut self) -> bool {
        true
    }

    async fn iterate(&mut self, turn: Turn) -> Instant {
        tokio::task::yield_now().await;
        self.meter.iterations.set(self.meter.iterations.get() + 1);
        let did = (self.number, turn.iteration, turn.in_load);
        self.notebook.did.lock().unwrap().push(did);
        tokio::time::sleep(ms(1)).await;
        Instant::now()
    }
}

impl Drop for NotingUser {
    fn drop(&mut self) {
        assert!(tokio::runtime::Handle::try_current().is_ok(), "dropped outside the runtime");
        self.notebook.dropped.fetch_add(1, Ordering::Relaxed);
    }
}

fn noted(test: LoadTest) -> (Seen, Arc<Notebook>) {
    let notebook = Arc::new(Notebook::default());
    let seen = drive(test, Noting(notebook.clone()));
    let made = notebook.made.load(Ordering::Relaxed);
    assert_eq!(notebook.dropped.load(Ordering::Relaxed), made, "users outlived the run");
    (seen, notebook)
}

#[test]
fn users_of_a_closed_load_are_made_before_it_begins_and_come_back_as_they_were() {
    let stages = ["40ms to 6", "40ms to 0", "40ms to 6", "40ms at 6"];
    let (_, notebook) = noted(test_of(Traffic::users_from(&stages).unwrap()));
    assert_eq!(notebook.made.load(Ordering::Relaxed), 6);
    assert_eq!(notebook.made_late.load(Ordering::Relaxed), 0);
    let mut did = notebook.did.lock().unwrap().clone();
    did.sort_unstable();
    // Every user counts on where it had left off, without a gap and without beginning anew.
    for pair in did.windows(2) {
        let ((user, before, _), (next_user, after, _)) = (pair[0], pair[1]);
        let expected = if next_user == user { before + 1 } else { 1 };
        assert_eq!(after, expected, "user {next_user}");
    }
}

#[test]
fn iterations_of_a_load_are_numbered_over_all_its_users() {
    let (_, notebook) = noted(iterations_each(5, 8));
    let mut numbers: Vec<_> = notebook.did.lock().unwrap().iter().map(|did| did.2).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=40).collect::<Vec<_>>());
}

#[test]
fn meters_of_all_threads_add_up_and_replace_the_schedulers_own_count() {
    let (seen, _) = noted(iterations_each(6, 5));
    assert_eq!(seen.counter("tally"), 30);
    // Two threads counted; what they reached adds up.
    assert_eq!(seen.gauge("tally_level").last, 30.0);
}

#[test]
fn what_was_measured_before_the_start_is_in_the_first_window() {
    let (seen, _) = noted(iterations_each(2, 1));
    let setups = crate::run::counter_of(&seen.windows[0], "setups");
    assert_eq!(setups, 1);
    // The setup's own, from `run_once`; the users' are counted by themselves.
    assert_eq!(seen.counter(names::ITERATIONS), 1);
}

#[test]
fn users_of_an_open_load_are_made_beforehand_as_far_as_it_wants() {
    let test =
        constant_rate(200.0, 200).with(|load| (load.users_prepared, load.users_max) = (3, 3));
    let (seen, notebook) = noted(test);
    assert_eq!(notebook.made.load(Ordering::Relaxed), 3);
    assert_eq!(notebook.made_late.load(Ordering::Relaxed), 0);
    assert_eq!(seen.counter("tally"), 40);
}

#[test]
fn a_run_stopped_while_users_are_made_ends_without_an_iteration() {
    let notebook = Arc::new(Notebook::default());
    let stop = StopSignal::default();
    stop.ask();
    let test = test_of(Traffic::constant_users(1_000, Span::from_secs(600)).unwrap());
    run(test, Noting(notebook.clone()), &stop, &mut |_: &Window, _| {}).unwrap();
    assert_eq!(notebook.made.load(Ordering::Relaxed), 0);
    assert!(notebook.did.lock().unwrap().is_empty());
}

#[test]
fn a_run_whose_setup_fails_can_end_before_it_begins() {
    struct Failing(StopSignal);
    impl Scenario for Failing {
        type User = NotingUser;
        fn user(&self, _: usize, _: u32, _: &Rc<Worker>) -> NotingUser {
            unreachable!("nobody is made beforehand, and nobody works")
        }
        fn before_start(&self) -> Window {
            self.0.ask();
            let mut window = Window::default();
            window.series.insert(SeriesKey::bare("setups"), Aggregate::Counter(1.0));
            window
        }
    }
    let stop = StopSignal::default();
    let mut setups = 0;
    let mut observer = |window: &Window, _| setups += crate::run::counter_of(window, "setups");
    run(iterations_each(3, 3), Failing(stop.clone()), &stop, &mut observer).unwrap();
    assert_eq!(setups, 1);
}
