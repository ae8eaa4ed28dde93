//! HTTP/2: which version is spoken, connections and streams, bodies, and what is repeated.

use loadline_core::window::names;
use loadline_load::{HttpVersion, LoadTest};
use loadline_testkit::{
    Http2Act, Http2Peer, Law, LawOptions, LawServer, Nginx, NginxOptions, TlsIdentity,
};

use crate::run::{Seen, drive, get, iterations_each, ms, steps};

fn peer(act: Http2Act) -> Http2Peer {
    Http2Peer::start(act).unwrap()
}

/// Prior knowledge, or nothing else in TLS.
fn http2(mut test: LoadTest) -> LoadTest {
    test.network.version = HttpVersion::Http2;
    test.network.tls.insecure = true;
    test
}

fn sharing(connections: u32, test: LoadTest) -> LoadTest {
    let mut test = LoadTest { threads: 1, ..http2(test) };
    test.network.connections = Some(connections);
    test
}

fn identity() -> TlsIdentity {
    TlsIdentity::self_signed(&["127.0.0.1"]).unwrap()
}

/// An nginx whose answers say which version they were asked in.
fn nginx(http2: bool, tls: bool) -> Nginx {
    let tls = tls.then(identity);
    Nginx::start_with(&NginxOptions { body: "$server_protocol".into(), tls, http2 }).unwrap()
}

/// Asks the server four times, and expects that version in the answer.
fn check_version(server: &Nginx, version: HttpVersion, spoken: &str) {
    let step = format!("{{ get: /, check: {{ contains: {spoken} }} }}");
    for connections in [None, Some(1)] {
        let mut test = http2(iterations_each(2, 2));
        test.network.version = version;
        test.network.connections = connections;
        drive(test, steps(&step, &server.url(""))).assert_all_good(4);
    }
}

#[test]
fn in_tls_the_server_chooses_unless_one_version_is_asked_for() {
    let both = nginx(true, true);
    check_version(&both, HttpVersion::Auto, "HTTP/2.0");
    check_version(&both, HttpVersion::Http2, "HTTP/2.0");
    check_version(&both, HttpVersion::Http1, "HTTP/1.1");
    let old = nginx(false, true);
    check_version(&old, HttpVersion::Auto, "HTTP/1.1");
}

#[test]
fn without_tls_http_2_is_spoken_only_when_asked_for() {
    check_version(&nginx(true, false), HttpVersion::Http2, "HTTP/2.0");
    check_version(&nginx(false, false), HttpVersion::Auto, "HTTP/1.1");
}

#[test]
fn a_server_that_does_not_speak_it_is_an_error() {
    let other = nginx(false, false);
    drive(http2(iterations_each(2, 2)), get(&other.url("/"))).assert_all_failed("protocol", 4);
    let silent = LawServer::start(Law::Constant(ms(0)), 1).unwrap();
    drive(http2(iterations_each(2, 2)), get(&silent.url("/"))).assert_all_failed("closed", 4);
    let mut options = LawOptions::new(Law::Constant(ms(0)), 1);
    options.tls = Some(identity());
    let encrypted = LawServer::start_with(&options).unwrap();
    drive(http2(iterations_each(2, 2)), get(&encrypted.url("/"))).assert_all_failed("tls", 4);
}

#[test]
fn each_user_has_a_connection_of_its_own() {
    let peer = peer(Http2Act::Answer);
    let seen = drive(http2(iterations_each(3, 5)), get(&peer.url("/")));
    seen.assert_all_good(15);
    assert_eq!((peer.connections(), peer.requests()), (3, 15));
    assert_eq!(seen.counter(names::CONNECTIONS_OPENED), 3);
    assert_eq!(seen.histogram(names::PHASE_CONNECT).count(), 3);
    assert!(seen.counter(names::BYTES_RECEIVED) >= 15 * 21);
}

#[test]
fn shared_connections_carry_the_requests_of_several_users_at_once() {
    let peer = peer(Http2Act::Answer);
    let seen = drive(sharing(2, iterations_each(8, 50)), get(&peer.url("/")));
    seen.assert_all_good(400);
    assert_eq!((peer.connections(), peer.requests()), (2, 400));
    assert!(peer.together_max() > 1);
}

#[test]
fn no_more_streams_than_the_peer_allows_are_open_at_once_and_the_others_wait() {
    let peer = peer(Http2Act::AnswerFew { streams: 1 });
    let mut test = sharing(1, iterations_each(6, 10));
    test.network.connections = Some(1);
    // The first requests are under way before the peer's settings are read.
    let seen = drive(test, get(&peer.url("/")));
    seen.assert_all_good(60);
    assert_eq!(peer.connections(), 1);
}

#[test]
fn large_bodies_are_sent_in_full_as_flow_control_allows() {
    let peer = peer(Http2Act::Answer);
    let step = "{ post: /uploads, body_size: 3MB }";
    let seen = drive(http2(iterations_each(2, 2)), steps(step, &peer.url("")));
    seen.assert_all_good(4);
    assert_eq!((peer.connections(), peer.body_bytes()), (2, 12_000_000));
    assert!(seen.counter(names::BYTES_SENT) > 12_000_000);
}

#[test]
fn an_answer_that_comes_before_all_is_sent_is_heard_and_the_connection_stays() {
    for tls in [false, true] {
        // It answers at the head and lets the body go by.
        let server = nginx(true, tls);
        let step = "{ post: /uploads, body_size: 30MB }";
        let seen = drive(http2(iterations_each(2, 3)), steps(step, &server.url("")));
        seen.assert_all_good(6);
        assert_eq!(seen.counter(names::CONNECTIONS_OPENED), 2);
        assert!(seen.counter(names::BYTES_SENT) < 6 * 30_000_000);
    }
}

#[test]
fn a_connection_that_goes_away_is_replaced_and_nothing_is_lost() {
    let peer = peer(Http2Act::GoAwayAfter { answers: 3 });
    let seen = drive(http2(iterations_each(2, 6)), steps("{ post: / }", &peer.url("")));
    seen.assert_all_good(12);
    assert_eq!(seen.counter(names::CONNECTIONS_OPENED), 4);
    let peer = self::peer(Http2Act::GoAwayAfter { answers: 5 });
    drive(sharing(1, iterations_each(4, 25)), steps("{ post: / }", &peer.url("")))
        .assert_all_good(100);
}

#[test]
fn what_the_peer_refused_before_it_began_is_sent_again() {
    let peer = peer(Http2Act::Refuse { requests: 2 });
    let seen = drive(http2(iterations_each(1, 4)), steps("{ post: / }", &peer.url("")));
    seen.assert_all_good(4);
    assert_eq!((peer.connections(), peer.requests()), (1, 6));
}

#[test]
fn a_request_given_up_leaves_the_connection_usable() {
    let peer = peer(Http2Act::NeverAnswers);
    let mut test = http2(iterations_each(1, 3));
    test.network.first_byte_timeout = ms(100);
    let seen: Seen = drive(test, get(&peer.url("/")));
    seen.assert_all_failed("timed out waiting", 3);
    assert_eq!((peer.connections(), peer.requests()), (1, 3));
    assert!(peer.resets() >= 2);
    assert!(seen.quantile(names::RESPONSE_TIME, 0.0) >= 0.1);
}
