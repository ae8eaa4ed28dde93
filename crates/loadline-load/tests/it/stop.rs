//! The stop signal: gracefully when asked once, at once when asked twice; and the bound on gracefulness.

use loadline_core::window::{Share, names};
use loadline_load::{Ending, LoadTest, StopSignal};
use loadline_testkit::{Law, LawServer, MisbehavingServer, Misbehaviour};

use crate::run::{constant_rate, constant_users, drive, drive_and, get, iterations_each, ms};

const MINUTES_MS: u64 = 600_000;

fn once(window: usize, stop: &StopSignal) {
    if window == 0 {
        stop.ask();
    }
}

fn twice(window: usize, stop: &StopSignal) {
    once(window, stop);
    once(window, stop);
}

/// Everything that was begun is finished and counted, long before the planned end.
fn check_graceful(test: LoadTest) {
    let server = LawServer::start(Law::Constant(ms(20)), 1).unwrap();
    let seen = drive_and(test, get(&server.url("/")), once);
    assert_eq!(seen.ending, Ending::Interrupted);
    assert!(seen.seconds() < 60.0);
    seen.assert_all_good(server.served());
    assert_eq!(seen.iterations(), server.served());
    assert_eq!(seen.counter(names::ITERATIONS_INTERRUPTED), 0);
    assert_eq!(seen.share(names::DROPPED_ARRIVALS).hits, 0);
}

#[test]
fn asked_once_users_finish_their_iterations() {
    check_graceful(constant_users(3, MINUTES_MS));
    check_graceful(iterations_each(3, u64::MAX));
}

#[test]
fn asked_once_arrivals_cease_and_what_arrived_is_served() {
    check_graceful(constant_rate(100.0, MINUTES_MS));
}

#[test]
fn a_rate_that_no_generator_reaches_still_leaves_time_to_work_and_to_stop() {
    let server = LawServer::start(Law::Constant(ms(20)), 1).unwrap();
    let test = constant_rate(10_000_000.0, MINUTES_MS)
        .with(|load| (load.users_max, load.late_max) = (4, 8));
    let seen = drive_and(test, get(&server.url("/")), once);
    assert_eq!(seen.ending, Ending::Interrupted);
    seen.assert_all_good(server.served());
    let arrivals = seen.share(names::DROPPED_ARRIVALS);
    assert_eq!(arrivals.total - arrivals.hits, server.served());
    assert!(server.served() > 4);
}

#[test]
fn asked_once_pauses_end_too() {
    let server = LawServer::start(Law::Constant(ms(1)), 1).unwrap();
    let mut test = iterations_each(4, 100);
    test.loads[0].think = "10m".parse().unwrap();
    let seen = drive_and(test, get(&server.url("/")), once);
    assert_eq!(seen.ending, Ending::Interrupted);
    assert_eq!(seen.iterations(), server.served());
}

/// A server that never answers holds nobody up.
fn check_at_once(test: LoadTest) -> (u64, Share) {
    let server = MisbehavingServer::start(Misbehaviour::NeverAnswers).unwrap();
    let test = LoadTest { graceful_stop: ms(MINUTES_MS), ..test };
    let seen = drive_and(test, get(&server.url("/")), twice);
    assert_eq!((seen.ending, seen.requests()), (Ending::Interrupted, 0));
    (seen.counter(names::ITERATIONS_INTERRUPTED), seen.share(names::DROPPED_ARRIVALS))
}

#[test]
fn asked_twice_nobody_is_waited_for() {
    assert_eq!(check_at_once(constant_users(3, MINUTES_MS)).0, 3);
}

#[test]
fn asked_twice_no_arrival_is_forgotten() {
    let test = constant_rate(100.0, MINUTES_MS).with(|load| load.users_max = 4);
    let (interrupted, arrivals) = check_at_once(test);
    assert_eq!(interrupted, 4);
    assert_eq!(arrivals.hits, arrivals.total - 4);
}

#[test]
fn the_graceful_end_is_bounded_and_what_it_cuts_off_is_counted() {
    let server = MisbehavingServer::start(Misbehaviour::NeverAnswers).unwrap();
    let test = LoadTest { graceful_stop: ms(100), ..constant_users(3, 500) };
    let seen = drive(test, get(&server.url("/")));
    assert_eq!((seen.ending, seen.requests(), seen.iterations()), (Ending::Completed, 0, 0));
    assert_eq!(seen.counter(names::ITERATIONS_INTERRUPTED), 3);
    let test = LoadTest { graceful_stop: ms(100), ..constant_rate(50.0, 200) };
    let seen = drive(test, get(&server.url("/")));
    assert_eq!(seen.counter(names::ITERATIONS_INTERRUPTED), 10);
    assert_eq!(seen.share(names::DROPPED_ARRIVALS), Share { hits: 0, total: 10 });
}

#[test]
fn a_run_stopped_before_it_begins_does_nothing() {
    let server = LawServer::start(Law::Constant(ms(1)), 1).unwrap();
    let stop = StopSignal::default();
    stop.ask();
    assert!(stop.is_asked() && !stop.is_urgent());
    for test in [constant_users(3, MINUTES_MS), constant_rate(50.0, MINUTES_MS)] {
        let mut windows = 0;
        let ran =
            loadline_load::run(test, get(&server.url("/")), &stop, &mut |_: &_, _| windows += 1);
        assert_eq!((ran.unwrap().ending, windows), (Ending::Interrupted, 1));
    }
    assert_eq!(server.served(), 0);
}
