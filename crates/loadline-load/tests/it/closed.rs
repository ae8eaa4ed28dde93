//! Closed tests: how many users, how many iterations, how long they think.

use std::collections::BTreeSet;

use loadline_core::traffic::Think;
use loadline_core::window::names;
use loadline_core::{Span, Traffic};
use loadline_load::Ending;
use loadline_testkit::{
    AfterAnswer, CannedServer, Law, LawServer, MisbehavingServer, Misbehaviour,
};

use crate::run::{Seen, constant_users, drive, flow, get, iterations_each, ms, steps, test_of};

const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";

fn server_of(delay_ms: u64) -> LawServer {
    LawServer::start(Law::Constant(ms(delay_ms)), 1).unwrap()
}

/// The paths that a server was asked for, in its order.
pub(crate) fn paths(server: &CannedServer) -> Vec<String> {
    let path = |head: &Vec<u8>| {
        String::from_utf8_lossy(head).split(' ').nth(1).unwrap_or_default().to_owned()
    };
    server.request_heads().iter().map(path).collect()
}

#[test]
fn constant_users_ask_again_and_again_and_each_answer_is_counted() {
    let server = server_of(2);
    let seen = drive(constant_users(5, 300), get(&server.url("/")));
    assert_eq!(seen.ending, Ending::Completed);
    seen.assert_all_good(server.served());
    assert_eq!(seen.iterations(), server.served());
    assert!(server.served() >= 5);
    assert!(seen.requests() as f64 <= 5.0 * (seen.seconds() / 0.002 + 1.0));
    assert_eq!(seen.counter(names::CONNECTIONS_OPENED), 5);
    assert_eq!(seen.counter(names::ITERATIONS_INTERRUPTED), 0);
    assert_eq!(seen.histogram(names::RESPONSE_TIME).count(), server.served());
    assert_eq!(seen.histogram(names::SERVICE_TIME).count(), 0);
    assert!(seen.counter(names::BYTES_RECEIVED) >= server.served() * OK.len() as u64);
}

#[test]
fn ramping_users_come_and_go_one_by_one() {
    let server = CannedServer::start(OK, AfterAnswer::KeepAlive).unwrap();
    let traffic = Traffic::users_from(&["400ms to 6", "300ms at 6", "200ms to 1"]).unwrap();
    let mut test = test_of(traffic);
    test.loads[0].think = Think::Constant(Span::from_millis(20));
    let seen = drive(test, steps(r#"{ get: "/{{user}}" }"#, &server.url("")));
    let users: BTreeSet<_> = paths(&server).into_iter().collect();
    assert_eq!(users, (1..=6).map(|user| format!("/{user}")).collect());
    seen.assert_all_good(server.served());
    assert!(seen.gauge(names::USERS).max <= 6.0);
}

#[test]
fn shared_iterations_are_done_exactly_once_by_whoever_is_free() {
    let server = server_of(1);
    let max = Span::from_secs(600);
    let test = test_of(Traffic::SharedIterations { users: 7, iterations: 101, max });
    let seen = drive(test, get(&server.url("/")));
    assert_eq!((seen.iterations(), server.served()), (101, 101));
    seen.assert_all_good(101);
}

#[test]
fn every_user_does_its_own_iterations_and_counts_them_from_one() {
    let server = CannedServer::start(OK, AfterAnswer::KeepAlive).unwrap();
    let scenario = steps(r#"{ get: "/{{user}}/{{iteration}}" }"#, &server.url(""));
    let seen = drive(iterations_each(5, 4), scenario);
    let mut asked = paths(&server);
    asked.sort_unstable();
    let expected: Vec<_> =
        (1..=5).flat_map(|user| (1..=4).map(move |at| format!("/{user}/{at}"))).collect();
    assert_eq!(asked, expected);
    assert_eq!(seen.iterations(), 20);
}

#[test]
fn a_burst_is_everyone_at_once_without_a_pause_before_or_after() {
    let server = server_of(1);
    let mut test = test_of(Traffic::Burst { users: 60, max: Span::from_secs(600) });
    test.loads[0].think = Think::Constant(Span::from_secs(300));
    let seen = drive(test, get(&server.url("/")));
    assert_eq!((seen.iterations(), server.served()), (60, 60));
    assert_eq!(seen.counter(names::CONNECTIONS_OPENED), 60);
    seen.assert_all_good(60);
}

#[test]
fn iterations_that_take_too_long_end_with_the_time_allowed() {
    let server = MisbehavingServer::start(Misbehaviour::NeverAnswers).unwrap();
    let max = Span::from_millis(500);
    let mut test = test_of(Traffic::SharedIterations { users: 3, iterations: 100, max });
    test.graceful_stop = ms(50);
    let seen = drive(test, get(&server.url("/")));
    assert_eq!(seen.ending, Ending::Completed);
    assert_eq!((seen.requests(), seen.iterations()), (0, 0));
    assert_eq!(seen.counter(names::ITERATIONS_INTERRUPTED), 3);
}

/// Four users with this pause; between two starts of one user lie at least `apart_s` seconds.
fn check_think(think: &str, delay_ms: u64, apart_s: f64) -> Seen {
    let server = server_of(delay_ms);
    let mut test = constant_users(4, 500);
    test.loads[0].think = think.parse().unwrap();
    let seen = drive(test, get(&server.url("/")));
    seen.assert_all_good(server.served());
    assert_eq!(seen.iterations(), server.served());
    let most = 4.0 * (seen.seconds() / apart_s + 1.0);
    assert!((4.0..=most).contains(&(seen.iterations() as f64)), "{think}: {}", seen.iterations());
    seen
}

#[test]
fn thinking_users_ask_no_more_often_than_their_pause_allows() {
    check_think("50ms", 2, 0.052);
    check_think("40ms..80ms", 2, 0.042);
    check_think("pacing 50ms", 2, 0.050);
}

#[test]
fn pacing_shorter_than_the_iteration_is_no_pause() {
    let seen = check_think("pacing 1ms", 30, 0.030);
    assert!(seen.quantile(names::ITERATION_TIME, 0.0) >= 0.030);
}

#[test]
fn a_user_whose_start_failed_does_no_iteration() {
    let answer = "HTTP/1.1 500 Oh\r\ncontent-length: 0\r\n\r\n";
    let server = CannedServer::start(answer, AfterAnswer::KeepAlive).unwrap();
    let lines = "    start: [ { post: /login } ]\n    tasks: [ { do: [ { get: / } ] } ]\n";
    let seen = drive(constant_users(3, 200), flow(lines, &server.url("")));
    assert!(paths(&server).iter().all(|path| path == "/login"));
    assert_eq!(seen.iterations(), 0);
    seen.assert_all_failed("bad status", server.served());
}
