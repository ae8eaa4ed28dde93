//! Peers that speak HTTP/2 badly: every request is counted by its kind of error, in bounded memory.

use loadline_load::{HttpVersion, LoadTest};
use loadline_testkit::{Http2Act, Http2Peer, MisbehavingServer, Misbehaviour};

use crate::run::{drive, get, iterations_each, ms, steps};

fn http2(users: u32, iterations: u64) -> LoadTest {
    let mut test = iterations_each(users, iterations);
    test.network.version = HttpVersion::Http2;
    test.network.total_timeout = ms(5_000);
    test
}

/// Two users ask such a peer three times: every request fails in this way.
fn check(act: Http2Act, kind: &str) {
    let peer = Http2Peer::start(act).unwrap();
    drive(http2(2, 3), get(&peer.url("/"))).assert_all_failed(kind, 6);
}

#[test]
fn a_peer_that_goes_away_at_once_is_tried_a_few_times_and_counted() {
    let peer = Http2Peer::start(Http2Act::GoAwayAtOnce).unwrap();
    drive(http2(2, 3), get(&peer.url("/"))).assert_all_failed("goaway", 6);
    assert!(peer.connections() <= 2 * 3 * 4);
}

#[test]
fn a_peer_that_goes_away_inside_an_answer_is_counted() {
    check(Http2Act::GoAwayMidStream, "goaway");
}

#[test]
fn streams_that_are_reset_are_counted_and_the_connection_stays() {
    let peer = Http2Peer::start(Http2Act::Reset).unwrap();
    drive(http2(2, 3), get(&peer.url("/"))).assert_all_failed("stream reset", 6);
    assert_eq!(peer.connections(), 2);
}

#[test]
fn refusals_without_end_are_counted() {
    let peer = Http2Peer::start(Http2Act::Refuse { requests: u64::MAX }).unwrap();
    drive(http2(1, 2), get(&peer.url("/"))).assert_all_failed("stream reset", 2);
    assert_eq!((peer.connections(), peer.requests()), (1, 8));
}

#[test]
fn floods_and_endless_heads_are_protocol_errors() {
    check(Http2Act::SettingsFlood, "protocol");
    check(Http2Act::PingFlood, "protocol");
    check(Http2Act::EndlessContinuation, "protocol");
    check(Http2Act::HugeHead, "protocol");
    check(Http2Act::HugeTable, "protocol");
    check(Http2Act::BadFrame, "protocol");
}

#[test]
fn a_flood_behind_an_answer_costs_the_connection_and_not_the_answer() {
    let peer = Http2Peer::start(Http2Act::ResetFlood).unwrap();
    let seen = drive(http2(1, 1), get(&peer.url("/")));
    seen.assert_all_good(1);
}

#[test]
fn an_end_inside_an_answer_is_closed() {
    check(Http2Act::CloseMidBody, "closed");
}

#[test]
fn a_window_that_never_opens_is_a_time_out() {
    let peer = Http2Peer::start(Http2Act::ZeroWindow).unwrap();
    let mut test = http2(2, 1);
    test.network.total_timeout = ms(300);
    let upload = steps("{ post: /, body_size: 1MB }", &peer.url(""));
    drive(test, upload).assert_all_failed("timed out waiting", 2);
}

#[test]
fn streams_that_are_never_allowed_are_a_time_out() {
    let peer = Http2Peer::start(Http2Act::AnswerFew { streams: 0 }).unwrap();
    let mut test = http2(1, 3);
    test.network.total_timeout = ms(300);
    let seen = drive(test, get(&peer.url("/")));
    // The first one is under way before the peer says so.
    let by_error = seen.requests_by(loadline_core::window::names::TAG_ERROR);
    assert!(by_error.get("timed out waiting") >= Some(&2), "{by_error:?}");
}

#[test]
fn a_target_that_cannot_be_reached_is_an_error_of_everyone_who_shares_a_connection() {
    let deaf = MisbehavingServer::start(Misbehaviour::NeverAccepts).unwrap();
    for (scheme, version) in [("http", HttpVersion::Http2), ("https", HttpVersion::Auto)] {
        let mut test = http2(6, 1);
        test.network.version = version;
        test.network.connections = Some(1);
        test.network.connect_timeout = ms(200);
        let url = format!("{scheme}://{}/", deaf.address());
        drive(test, get(&url)).assert_all_failed("timed out connecting", 6);
    }
}
