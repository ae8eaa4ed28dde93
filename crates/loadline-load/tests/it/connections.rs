//! Connections: kept, found closed, shared, and what is sent on them.

use std::collections::BTreeMap;

use loadline_core::window::names;
use loadline_load::LoadTest;
use loadline_testkit::{
    AfterAnswer, CannedServer, Law, LawServer, MisbehavingServer, Misbehaviour,
};

use crate::hand_written::refuses_bodies;
use crate::run::{constant_users, drive, get, iterations_each, ms, steps};

#[test]
fn a_connection_is_kept_for_as_long_as_the_server_allows() {
    let server = MisbehavingServer::start(Misbehaviour::CloseAfter { answers: 3 }).unwrap();
    let seen = drive(iterations_each(2, 6), get(&server.url("/")));
    seen.assert_all_good(12);
    assert_eq!((server.connections(), server.requests()), (4, 12));
    assert_eq!(seen.counter(names::CONNECTIONS_OPENED), 4);
}

#[test]
fn a_kept_connection_found_closed_is_no_error_for_what_can_be_repeated() {
    for method in ["get", "head", "put", "delete", "options"] {
        let server = MisbehavingServer::start(Misbehaviour::DropAfter { answers: 1 }).unwrap();
        let step = format!("{{ {method}: / }}");
        let seen = drive(iterations_each(1, 4), steps(&step, &server.url("")));
        // The server sends a body even to HEAD: its bytes follow the end of the answer.
        if method == "head" {
            seen.assert_all_failed("protocol", 4);
        } else {
            seen.assert_all_good(4);
            assert_eq!(server.requests(), 4);
        }
    }
}

#[test]
fn a_kept_connection_that_closes_under_what_must_not_be_repeated_is_an_error() {
    for method in ["post", "patch"] {
        let server = MisbehavingServer::start(Misbehaviour::DropAfter { answers: 1 }).unwrap();
        let step = format!("{{ {method}: / }}");
        let seen = drive(iterations_each(1, 4), steps(&step, &server.url("")));
        let by_error = seen.requests_by(names::TAG_ERROR);
        let failed = by_error.get("reset").unwrap_or(&0) + by_error.get("closed").unwrap_or(&0);
        let good = *by_error.get("").unwrap();
        // Whether the end is seen in time is chance: then a new connection is used, and nothing failed.
        assert_eq!(good + failed, 4, "{by_error:?}");
        assert_eq!(server.requests(), good, "none was done twice");
    }
}

#[test]
fn large_bodies_are_sent_in_full() {
    let server = LawServer::start(Law::Constant(ms(0)), 1).unwrap();
    let scenario = steps("{ post: /uploads, body_size: 10MB }", &server.url(""));
    let seen = drive(iterations_each(2, 2), scenario);
    seen.assert_all_good(4);
    assert_eq!(server.served(), 4);
    assert!(seen.counter(names::BYTES_SENT) >= 40_000_000);
    assert_eq!(seen.counter(names::CONNECTIONS_OPENED), 2);
}

#[test]
fn an_answer_that_comes_before_all_is_sent_is_heard_and_ends_the_connection() {
    let target = format!("http://{}", refuses_bodies());
    let scenario = steps("{ post: /uploads, body_size: 200MB }", &target);
    let mut test = iterations_each(1, 3);
    test.network.first_byte_timeout = ms(5_000);
    test.network.total_timeout = ms(5_000);
    let seen = drive(test, scenario);
    seen.assert_all_failed("bad status", 3);
    assert_eq!(seen.requests_by(names::TAG_STATUS), BTreeMap::from([("413".to_owned(), 3)]));
    assert_eq!(seen.counter(names::CONNECTIONS_OPENED), 3);
    assert!(seen.counter(names::BYTES_SENT) < 3 * 200_000_000);
}

#[test]
fn answers_to_head_and_without_a_body_leave_the_connection_usable() {
    let server = LawServer::start(Law::Constant(ms(0)), 1).unwrap();
    let scenario = steps("{ head: / }, { get: / }, { head: / }", &server.url(""));
    let seen = drive(iterations_each(1, 2), scenario);
    seen.assert_all_good(6);
    assert_eq!(seen.counter(names::CONNECTIONS_OPENED), 1);
}

#[test]
fn every_kind_of_answer_is_read_from_a_real_connection() {
    for (answer, after, connections) in [
        ("HTTP/1.1 200 OK\r\n\r\nuntil the end", AfterAnswer::Close, 3),
        ("HTTP/1.0 200 OK\r\ncontent-length: 2\r\n\r\nok", AfterAnswer::Close, 3),
        ("HTTP/1.1 204 No Content\r\n\r\n", AfterAnswer::KeepAlive, 1),
        ("HTTP/1.1 304 Not Modified\r\ncontent-length: 9\r\n\r\n", AfterAnswer::KeepAlive, 1),
        (
            "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n\
             2;x=y\r\nok\r\n0\r\nsum: 1\r\n\r\n",
            AfterAnswer::KeepAlive,
            1,
        ),
    ] {
        let server = CannedServer::start(answer, after).unwrap();
        let seen = drive(iterations_each(1, 3), get(&server.url("/")));
        seen.assert_all_good(3);
        assert_eq!(seen.counter(names::CONNECTIONS_OPENED), connections, "{answer}");
        assert_eq!(seen.counter(names::BYTES_RECEIVED), 3 * answer.len() as u64);
    }
}

/// Ten users on two threads share so many connections.
fn check_shared(connections: u32) {
    let server = MisbehavingServer::start(Misbehaviour::CloseAfter { answers: u64::MAX }).unwrap();
    let mut test = iterations_each(10, 20);
    test.network.connections = Some(connections);
    let seen = drive(test, get(&server.url("/")));
    seen.assert_all_good(200);
    assert!(
        (1..=u64::from(connections)).contains(&server.connections()),
        "{}",
        server.connections()
    );
}

#[test]
fn shared_connections_are_never_more_than_were_asked_for() {
    for connections in [1, 2, 3, 50] {
        check_shared(connections);
    }
}

#[test]
fn waiting_for_a_shared_connection_is_response_time_and_not_service_time() {
    let server = LawServer::start(Law::Constant(ms(10)), 1).unwrap();
    let mut test = LoadTest { threads: 1, ..constant_users(8, 300) };
    test.network.connections = Some(1);
    let seen = drive(test, get(&server.url("/")));
    seen.assert_all_good(server.served());
    // Seven others go first, each for 10 ms.
    assert!(seen.quantile(names::RESPONSE_TIME, 0.9) >= 0.070);
    let ratio = seen.quantile(names::RESPONSE_TIME, 0.9) / seen.quantile(names::SERVICE_TIME, 0.5);
    assert!(ratio > 2.0, "{ratio}");
}

#[test]
fn shared_connections_serve_several_hosts_within_their_number() {
    let one = MisbehavingServer::start(Misbehaviour::CloseAfter { answers: u64::MAX }).unwrap();
    let two = LawServer::start(Law::Constant(ms(0)), 1).unwrap();
    let both = format!("{{ get: / }}, {{ get: \"{}\" }}", two.url("/"));
    let mut test = LoadTest { threads: 1, ..iterations_each(4, 5) };
    test.network.connections = Some(1);
    let seen = drive(test, steps(&both, &one.url("")));
    seen.assert_all_good(40);
    assert_eq!((one.requests(), two.served()), (20, 20));
}
