//! Open tests: every arrival is sent, late or dropped, and its time counts from when it was due.

use loadline_core::Traffic;
use loadline_core::traffic::Spacing;
use loadline_core::window::{Share, names};
use loadline_load::LoadTest;
use loadline_testkit::{Law, LawServer, MisbehavingServer, Misbehaviour};

use crate::run::{Seen, constant_rate, drive, drive_and, get, ms, test_of};

fn server() -> LawServer {
    LawServer::start(Law::Constant(ms(2)), 1).unwrap()
}

/// All arrivals of `test` are served, counted and none is dropped.
fn check_all_served(test: LoadTest) -> u64 {
    let server = server();
    let seen = drive(test, get(&server.url("/")));
    seen.assert_all_good(server.served());
    assert_eq!(seen.share(names::DROPPED_ARRIVALS), Share { hits: 0, total: server.served() });
    assert_eq!(seen.histogram(names::RESPONSE_TIME).count(), server.served());
    assert_eq!(seen.histogram(names::SERVICE_TIME).count(), server.served());
    assert_eq!(seen.iterations(), server.served());
    let on_time = seen.histogram(names::GENERATOR_LAG).count();
    assert_eq!(on_time + seen.share(names::LATE_ARRIVALS).hits, server.served());
    server.served()
}

#[test]
fn a_constant_rate_sends_exactly_its_arrivals() {
    assert_eq!(check_all_served(constant_rate(250.0, 800)), 200);
}

#[test]
fn a_ramping_rate_sends_as_many_as_the_area_under_it() {
    let stages = ["400ms to 200/s", "200ms at 200/s", "400ms to 50/s"];
    let test = test_of(Traffic::rate_from(&stages, Spacing::Even).unwrap());
    assert_eq!(check_all_served(test), 40 + 40 + 50);
}

#[test]
fn poisson_arrivals_are_random_and_the_same_for_the_same_seed() {
    let with_seed = |seed| {
        let traffic = Traffic::rate_from(&["500ms at 400/s"], Spacing::Poisson).unwrap();
        check_all_served(LoadTest { seed, ..test_of(traffic) })
    };
    let served = with_seed(3);
    // Six standard deviations around the mean of 200.
    assert!((115..=285).contains(&served), "{served}");
    assert_eq!(with_seed(3), served);
}

/// 400 arrivals in two seconds; from the end of the first second the server stands still for 0.6 s.
fn stalled(users_max: u32) -> (Seen, LawServer) {
    let server = server();
    let test = constant_rate(200.0, 2_000).with(|load| load.users_max = users_max);
    let seen = drive_and(test, get(&server.url("/")), |window, _| {
        if window == 0 {
            server.stall_for(ms(600));
        }
    });
    (seen, server)
}

#[test]
fn a_stall_is_felt_by_every_arrival_that_was_due_in_it() {
    let (seen, server) = stalled(1_000);
    assert_eq!(server.served(), 400);
    seen.assert_all_good(400);
    // Of 400 arrivals 120 fall into the stall, one each 5 ms: 40 of them wait for 0.4 s and longer.
    let response_p90 = seen.quantile(names::RESPONSE_TIME, 0.9);
    let service_p50 = seen.quantile(names::SERVICE_TIME, 0.5);
    assert!(response_p90 >= 0.35, "{response_p90}");
    assert!(response_p90 > 4.0 * service_p50, "{response_p90} {service_p50}");
}

#[test]
fn late_arrivals_keep_the_time_they_were_due_and_none_is_lost() {
    let (seen, server) = stalled(2);
    assert_eq!(server.served(), 400);
    seen.assert_all_good(400);
    assert_eq!(seen.share(names::DROPPED_ARRIVALS), Share { hits: 0, total: 400 });
    // Both users hang in the stall: whatever arrives meanwhile is late.
    let late = seen.share(names::LATE_ARRIVALS);
    assert!(late.hits >= 100 && late.total == 400, "{late:?}");
    let response_p90 = seen.quantile(names::RESPONSE_TIME, 0.9);
    let service_p90 = seen.quantile(names::SERVICE_TIME, 0.9);
    assert!(response_p90 >= 0.35, "{response_p90}");
    assert!(response_p90 > 4.0 * service_p90, "{response_p90} {service_p90}");
}

#[test]
fn arrivals_beyond_the_late_queue_are_dropped_and_counted() {
    let server = MisbehavingServer::start(Misbehaviour::NeverAnswers).unwrap();
    let test = LoadTest { threads: 1, graceful_stop: ms(20), ..constant_rate(100.0, 500) }
        .with(|load| (load.users_max, load.late_max) = (1, 10));
    let seen = drive(test, get(&server.url("/")));
    // One is under way for ever, ten wait in vain, 39 find no room.
    assert_eq!(seen.share(names::DROPPED_ARRIVALS), Share { hits: 49, total: 50 });
    assert_eq!(seen.share(names::LATE_ARRIVALS), Share { hits: 10, total: 11 });
    assert_eq!(seen.histogram(names::GENERATOR_LAG).count(), 1);
    assert_eq!(seen.counter(names::ITERATIONS_INTERRUPTED), 1);
    assert_eq!(seen.requests(), 0);
}
