//! The rules of k6's executors, counted: what is dropped, cut off, begun with, shared by segments. The figures
//! were read off k6 1.1.0 where they do not follow from the rule alone.

use std::rc::Rc;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use loadline_core::traffic::{Segment, Spacing, Stage};
use loadline_core::window::{Share, names};
use loadline_core::{Aggregate, Span, Tags, Traffic};
use loadline_load::{Load, LoadTest, OnBusy, Scenario, Turn, User, Worker};

use crate::run::{Seen, constant_rate, constant_users, drive, iterations_each, ms, test_of};

/// What a user saw of one of its iterations.
#[derive(Debug, Clone, Copy)]
struct Did {
    load: usize,
    user: u32,
    in_load: u64,
    intended: Option<Instant>,
    stood_for: u64,
}

/// Users that take a while for each iteration.
#[derive(Clone)]
struct Slow {
    each: Duration,
    did: Arc<Mutex<Vec<Did>>>,
    made: Arc<Mutex<Vec<u32>>>,
}

struct SlowUser {
    load: usize,
    number: u32,
    scenario: Slow,
}

impl Slow {
    fn taking(each: Duration) -> Self {
        Self { each, did: Arc::default(), made: Arc::default() }
    }

    fn did(&self) -> Vec<Did> {
        self.did.lock().unwrap().clone()
    }
}

impl Scenario for Slow {
    type User = SlowUser;

    fn user(&self, load: usize, number: u32, _: &Rc<Worker>) -> SlowUser {
        self.made.lock().unwrap().push(number);
        SlowUser { load, number, scenario: self.clone() }
    }

    fn prepares(&self) -> bool {
        true
    }

    fn counts_iterations(&self) -> bool {
        true
    }
}

impl User for SlowUser {
    async fn start(&mut self) -> bool {
        true
    }

    async fn iterate(&mut self, turn: Turn) -> Instant {
        let stood_for = turn.stands_for.as_ref().map_or(0, |missed| missed.count());
        let earliest = turn.stands_for.iter().flat_map(|missed| missed.moments()).min();
        assert!(earliest.is_none() || earliest < turn.intended);
        let (load, user, in_load) = (self.load, self.number, turn.in_load);
        let did = Did { load, user, in_load, intended: turn.intended, stood_for };
        self.scenario.did.lock().unwrap().push(did);
        tokio::time::sleep(self.scenario.each).await;
        Instant::now()
    }
}

const FOR_EVER: Duration = Duration::from_secs(600);

fn dropping(per_second: f64, length_ms: u64, (prepared, max): (u32, u32)) -> LoadTest {
    constant_rate(per_second, length_ms).with(|load| {
        load.on_busy = OnBusy::Drop;
        (load.users_prepared, load.users_max) = (prepared, max);
    })
}

#[test]
fn arrivals_that_find_nobody_free_are_dropped_and_never_made_up_for() {
    let scenario = Slow::taking(FOR_EVER);
    let test = LoadTest { graceful_stop: ms(0), ..dropping(100.0, 500, (2, 2)) };
    let seen = drive(test, scenario.clone());
    assert_eq!(scenario.did().len(), 2);
    assert_eq!(seen.counter(names::DROPPED_ITERATIONS), 48);
    assert_eq!(seen.share(names::DROPPED_ARRIVALS), Share { hits: 48, total: 50 });
    assert_eq!(seen.counter(names::ITERATIONS_INTERRUPTED), 2);
    assert_eq!(*scenario.made.lock().unwrap(), [1, 2]);
}

#[test]
fn a_dropped_arrival_has_one_more_user_made_up_to_the_most() {
    let scenario = Slow::taking(FOR_EVER);
    let test = LoadTest { graceful_stop: ms(0), ..dropping(50.0, 600, (1, 4)) };
    let seen = drive(test, scenario.clone());
    let made = scenario.made.lock().unwrap().clone();
    // As many as there may be, unless the machine stood still for most of the time.
    assert!((2..=4).contains(&made.len()), "{made:?}");
    assert!(made.iter().copied().eq(1..=made.len() as u32), "{made:?}");
    let served = scenario.did().len() as u64;
    assert!(served <= made.len() as u64);
    assert_eq!(seen.counter(names::DROPPED_ITERATIONS), 30 - served);
}

#[test]
fn who_is_served_next_stands_for_all_that_were_dropped_before() {
    let scenario = Slow::taking(ms(90));
    let seen = drive(dropping(100.0, 1_000, (1, 1)), scenario.clone());
    let did = scenario.did();
    let stood_for: u64 = did.iter().map(|did| did.stood_for).sum();
    let dropped = seen.counter(names::DROPPED_ITERATIONS);
    assert_eq!(did.len() as u64 + dropped, 100);
    // All but those after the last one served, of which nobody knows anything.
    let last = did.last().and_then(|did| did.intended).unwrap();
    let first = did.first().and_then(|did| did.intended).unwrap();
    let until_last = ((last - first).as_secs_f64() * 100.0).round() as u64 + 1;
    assert_eq!(stood_for + did.len() as u64, until_last);
}

#[test]
fn a_ramp_of_arrivals_may_begin_with_a_gap() {
    let stage = |from, to, length| Stage { from, to, length: Span::from_millis(length) };
    let stages = vec![stage(2.0, 10.0, 500), stage(4.0, 4.0, 0), stage(4.0, 20.0, 500)];
    let traffic = Traffic::Rate { stages, spacing: Spacing::Even };
    // The area is 3 and 6: what would be due at the very end never is.
    for (begins_with_gap, expected) in [(true, 8), (false, 9)] {
        let test = test_of(traffic.clone()).with(|load| load.begins_with_gap = begins_with_gap);
        let scenario = Slow::taking(ms(1));
        drive(test, scenario.clone());
        assert_eq!(scenario.did().len(), expected);
    }
}

#[test]
fn iterations_left_over_when_their_time_is_over_are_dropped() {
    let max = Span::from_millis(300);
    for traffic in [
        Traffic::SharedIterations { users: 3, iterations: 20, max },
        Traffic::IterationsEach { users: 4, iterations: 5, max },
    ] {
        let scenario = Slow::taking(ms(120));
        let seen = drive(test_of(traffic), scenario.clone());
        // What had begun was finished, the rest is dropped.
        let did = scenario.did().len() as u64;
        assert_eq!(seen.iterations(), did);
        assert_eq!(seen.counter(names::DROPPED_ITERATIONS), 20 - did);
        assert!((3..20).contains(&did), "{did}");
    }
    let all_done = drive(iterations_each(3, 2), Slow::taking(ms(1)));
    assert_eq!(all_done.counter(names::DROPPED_ITERATIONS), 0);
}

#[test]
fn a_user_that_a_ramp_sends_away_finishes_its_iteration_where_nobody_says_how_long() {
    let traffic = Traffic::users_from(&["100ms at 4", "0s to 1", "300ms at 1"]).unwrap();
    let scenario = Slow::taking(ms(250));
    let seen = drive(test_of(traffic), scenario.clone());
    assert_eq!(seen.counter(names::ITERATIONS_INTERRUPTED), 0);
    assert_eq!(seen.iterations(), scenario.did().len() as u64);
}

#[test]
fn a_user_cut_off_by_a_ramp_can_come_back() {
    let stages = ["100ms at 4", "0s to 1", "500ms at 1", "0s to 4", "100ms at 4"];
    let scenario = Slow::taking(FOR_EVER);
    let test = LoadTest { graceful_stop: ms(0), ..test_of(Traffic::users_from(&stages).unwrap()) }
        .with(|load| load.graceful_ramp_down = Some(ms(10)));
    let seen = drive(test, scenario.clone());
    assert_eq!(scenario.made.lock().unwrap().len(), 4);
    assert_eq!(scenario.did().len(), 7);
    assert_eq!(seen.counter(names::ITERATIONS_INTERRUPTED), 7);
}

#[test]
fn a_load_is_cut_off_at_its_own_end_while_others_go_on() {
    let of_load = |users, length_ms| {
        let load = constant_users(users, length_ms).loads.remove(0);
        Load { graceful_stop: Some(ms(0)), ..load }
    };
    let loads = vec![of_load(2, 100), of_load(3, 1_500)];
    let scenario = Slow::taking(FOR_EVER);
    let seen = drive(LoadTest { loads, ..constant_users(1, 1) }, scenario.clone());
    assert_eq!(scenario.did().len(), 5);
    assert_eq!(seen.counter(names::ITERATIONS_INTERRUPTED), 5);
    // In the second second nobody of the first load is there any more.
    let users = |window: usize| match seen.windows[window].merged(names::USERS, &Tags::default()) {
        Some(Aggregate::Gauge(gauge)) => gauge.max,
        other => panic!("{other:?}"),
    };
    assert_eq!((users(0), users(1)), (5.0, 3.0));
}

#[test]
fn users_of_an_open_load_are_at_work_while_they_have_something_to_do() {
    let test = LoadTest { graceful_stop: ms(0), ..dropping(6.0, 500, (8, 8)) };
    assert_eq!(drive(test, Slow::taking(FOR_EVER)).gauge(names::USERS).max, 3.0);
}

/// What each segment of a sequence does of one test: users, and numbers of iterations.
fn in_segments(traffic: &Traffic, users_max: u32) -> Vec<(usize, Vec<u64>)> {
    let sequence = "0,1/4,1/2,5/6,1";
    let one = |segment: &str| {
        let segment = Segment::parse(segment, Some(sequence)).unwrap();
        let test = LoadTest { segment: Some(segment.clone()), ..test_of(traffic.clone()) };
        let test = test.with(|load| {
            (load.users_prepared, load.users_max) = (users_max, users_max);
        });
        let scenario = Slow::taking(ms(1));
        drive(test, scenario.clone());
        let mut numbers: Vec<_> = scenario.did().iter().map(|did| did.in_load).collect();
        numbers.sort_unstable();
        (scenario.made.lock().unwrap().len(), numbers)
    };
    ["0:1/4", "1/4:1/2", "1/2:5/6", "5/6:1"].map(one).into_iter().collect()
}

/// Each segment has its share of ten users and of the work, as k6 deals it out.
fn check_segments(traffic: &Traffic, work: [u64; 4]) {
    let seen = in_segments(traffic, 10);
    let users: Vec<_> = seen.iter().map(|(users, _)| *users).collect();
    assert_eq!(users, [3, 2, 4, 1]);
    for ((_, numbers), work) in seen.into_iter().zip(work) {
        assert_eq!(numbers, (1..=work).collect::<Vec<_>>());
    }
}

#[test]
fn segments_share_iterations_and_arrivals_out_among_them() {
    let max = Span::from_secs(60);
    check_segments(&Traffic::SharedIterations { users: 10, iterations: 31, max }, [9, 6, 13, 3]);
    check_segments(&Traffic::IterationsEach { users: 10, iterations: 2, max }, [6, 4, 8, 2]);
    check_segments(&constant_rate(40.0, 1_000).loads[0].traffic, [12, 8, 16, 4]);
}

#[test]
fn a_segment_without_a_user_does_nothing() {
    let segment = Segment::parse("5/6:1", Some("0,1/4,1/2,5/6,1")).unwrap();
    for test in [constant_users(5, 60_000), iterations_each(5, 1_000)] {
        let scenario = Slow::taking(ms(1));
        let seen = drive(LoadTest { segment: Some(segment.clone()), ..test }, scenario.clone());
        assert!(scenario.did().is_empty() && seen.seconds() < 60.0);
    }
}

#[test]
fn each_load_counts_its_own_iterations() {
    let loads = [iterations_each(3, 4), iterations_each(1, 5)].map(|mut test| test.loads.remove(0));
    let scenario = Slow::taking(ms(1));
    let seen: Seen =
        drive(LoadTest { loads: loads.into(), ..iterations_each(1, 1) }, scenario.clone());
    assert_eq!(seen.iterations(), 17);
    for (load, count, users) in [(0, 12, 3), (1, 5, 1)] {
        let did = scenario.did();
        let own: Vec<_> = did.iter().filter(|did| did.load == load).collect();
        let mut numbers: Vec<_> = own.iter().map(|did| did.in_load).collect();
        numbers.sort_unstable();
        assert_eq!(numbers, (1..=count).collect::<Vec<_>>());
        assert_eq!(own.iter().map(|did| did.user).max(), Some(users));
    }
}
