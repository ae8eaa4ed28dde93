//! Errors by their kind, whatever a peer does, in bounded memory.

use std::fs;

use loadline_core::window::names;
use loadline_load::{Endpoint, ErrorKind, LoadTest, NetworkOptions, probe};
use loadline_testkit::{
    AfterAnswer, CannedServer, Law, LawServer, MisbehavingServer, Misbehaviour,
};

use crate::hand_written::nobody;
use crate::run::{drive, get, iterations_each, ms, steps};

/// Time-outs short enough to be waited for.
fn impatient(mut test: LoadTest) -> LoadTest {
    test.network.connect_timeout = ms(200);
    test.network.first_byte_timeout = ms(200);
    test.network.total_timeout = ms(400);
    test
}

/// A body limit of one mebibyte.
fn limited(mut test: LoadTest) -> LoadTest {
    test.network.limits.body_bytes_max = 1 << 20;
    test
}

/// Two users ask such a server `each` times: every request fails in this way, or none at all.
fn check_each(misbehaviour: Misbehaviour, each: u64, kind: Option<&str>) {
    let server = MisbehavingServer::start(misbehaviour).unwrap();
    let seen = drive(limited(iterations_each(2, each)), get(&server.url("/")));
    match kind {
        Some(kind) => seen.assert_all_failed(kind, 2 * each),
        None => seen.assert_all_good(2 * each),
    }
    assert_eq!(seen.iterations(), 2 * each);
}

fn check(misbehaviour: Misbehaviour, kind: &str) {
    check_each(misbehaviour, 3, Some(kind));
}

#[test]
fn garbage_and_broken_framing_are_protocol_errors() {
    check(Misbehaviour::Garbage, "protocol");
    check(Misbehaviour::EndlessHeaders, "protocol");
    check(Misbehaviour::BadChunkSize, "protocol");
    check(Misbehaviour::ConflictingLengths, "protocol");
    check(Misbehaviour::WrongContentLength { declared_bytes: 2, sent_bytes: 9 }, "protocol");
}

#[test]
fn a_connection_that_ends_inside_an_answer_is_closed_or_reset() {
    check(Misbehaviour::CloseMidBody, "closed");
    check(Misbehaviour::ResetMidBody, "reset");
    check(Misbehaviour::ResetOnAccept, "reset");
}

#[test]
fn an_answer_beyond_the_limit_is_too_large() {
    check(Misbehaviour::EndlessBody, "body too large");
    check(Misbehaviour::Bomb { body_bytes: (1 << 20) + 1 }, "body too large");
    check_each(Misbehaviour::Bomb { body_bytes: 1 << 20 }, 3, None);
}

#[test]
fn time_outs_are_told_apart_by_what_was_waited_for() {
    let check = |misbehaviour, kind| {
        let server = MisbehavingServer::start(misbehaviour).unwrap();
        let seen = drive(impatient(iterations_each(2, 1)), get(&server.url("/")));
        seen.assert_all_failed(kind, 2);
    };
    check(Misbehaviour::NeverAccepts, "timed out connecting");
    check(Misbehaviour::NeverAnswers, "timed out waiting");
    let short = Misbehaviour::WrongContentLength { declared_bytes: 9, sent_bytes: 2 };
    check(short, "timed out receiving");
    check(Misbehaviour::SlowDrip { byte_every: ms(50) }, "timed out receiving");
}

#[test]
fn a_time_out_is_a_latency_and_not_shorter_than_its_limit() {
    let server = MisbehavingServer::start(Misbehaviour::NeverAnswers).unwrap();
    let seen = drive(impatient(iterations_each(2, 1)), get(&server.url("/")));
    assert!(seen.quantile(names::RESPONSE_TIME, 0.0) >= 0.2);
}

#[test]
fn odd_servers_that_break_no_rule_cause_no_error() {
    check_each(Misbehaviour::ManyInterim, 3, None);
    check_each(Misbehaviour::CloseAfter { answers: 2 }, 5, None);
    check_each(Misbehaviour::SlowDrip { byte_every: ms(1) }, 1, None);
}

#[test]
fn a_target_that_is_not_there_is_refused_or_has_no_address() {
    let seen = drive(iterations_each(2, 3), get(&format!("http://{}/", nobody())));
    seen.assert_all_failed("refused", 6);
    assert_eq!(seen.histogram(names::RESPONSE_TIME).count(), 0);
    let seen = drive(iterations_each(2, 3), get("http://nonexistent.invalid/"));
    seen.assert_all_failed("dns", 6);
}

#[test]
fn tls_to_a_server_without_it_is_a_tls_error() {
    let server = LawServer::start(Law::Constant(ms(0)), 1).unwrap();
    let seen = drive(iterations_each(2, 2), get(&format!("https://{}/", server.address())));
    seen.assert_all_failed("tls", 4);
}

#[test]
fn statuses_are_errors_from_400_up_or_when_a_check_says_so() {
    let check = |status: u16, check: &str, kind: Option<&str>| {
        let answer = format!("HTTP/1.1 {status} Words\r\ncontent-length: 0\r\n\r\n");
        let server = CannedServer::start(answer, AfterAnswer::KeepAlive).unwrap();
        let step = format!("{{ get: / {check} }}");
        let seen = drive(iterations_each(1, 2), steps(&step, &server.url("")));
        assert_eq!(
            seen.requests_by(names::TAG_STATUS).keys().collect::<Vec<_>>(),
            [&status.to_string()]
        );
        match kind {
            Some(kind) => seen.assert_all_failed(kind, 2),
            None => seen.assert_all_good(2),
        }
        let checks = seen.share(names::CHECKS);
        let expected =
            if check.is_empty() { (0, 0) } else { (if kind.is_some() { 0 } else { 2 }, 2) };
        assert_eq!((checks.hits, checks.total), expected);
        // Whatever the status, an answer was waited for.
        assert_eq!(seen.histogram(names::RESPONSE_TIME).count(), 2);
    };
    check(204, "", None);
    check(302, "", None);
    check(404, "", Some("bad status"));
    check(503, "", Some("bad status"));
    check(404, ", check: { status: 404 }", None);
    check(200, ", check: { status: 201 }", Some("failed check"));
    check(500, ", check: { status: 201 }", Some("bad status"));
}

/// The most memory this process ever held at once.
fn resident_peak_bytes() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    1024 * line.split_ascii_whitespace().nth(1).unwrap().parse::<u64>().unwrap()
}

#[test]
fn answers_without_end_do_not_fill_the_memory() {
    let before = resident_peak_bytes();
    for misbehaviour in [
        Misbehaviour::EndlessHeaders,
        Misbehaviour::EndlessBody,
        Misbehaviour::Bomb { body_bytes: 200_000_000 },
    ] {
        let server = MisbehavingServer::start(misbehaviour).unwrap();
        drive(iterations_each(2, 1), get(&server.url("/")));
    }
    let grown = resident_peak_bytes() - before;
    assert!(grown < 40_000_000, "{grown} bytes");
}

#[test]
fn a_probe_tells_whether_a_target_can_be_reached() {
    let server = LawServer::start(Law::Constant(ms(0)), 1).unwrap();
    let options = NetworkOptions { connect_timeout: ms(200), ..NetworkOptions::default() };
    let probed =
        |url: &str| probe(&options, &Endpoint::of(url).unwrap().0).map_err(|fault| fault.kind);
    assert_eq!(probed(&server.url("/")), Ok(()));
    assert_eq!(probed(&format!("http://{}", nobody())), Err(ErrorKind::Refused));
    assert_eq!(probed("http://nonexistent.invalid"), Err(ErrorKind::Dns));
    let deaf = MisbehavingServer::start(Misbehaviour::NeverAccepts).unwrap();
    assert_eq!(probed(&deaf.url("/")), Err(ErrorKind::TimedOutConnecting));
}
