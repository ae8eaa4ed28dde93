//! WebSockets in flows: what is said is counted, what goes wrong has a kind, and the run goes on.

use loadline_core::window::{Share, names};
use loadline_load::LoadTest;
use loadline_testkit::{SocketBehaviour, TlsIdentity, WebSocketServer};

use crate::run::{Seen, drive, iterations_each, ms, steps};

/// Two iterations of three users that open a WebSocket and do this.
fn talk(behaviour: SocketBehaviour, done: &str) -> Seen {
    talk_in(iterations_each(3, 2), behaviour, done)
}

fn talk_in(test: LoadTest, behaviour: SocketBehaviour, done: &str) -> Seen {
    let server = WebSocketServer::start(behaviour).unwrap();
    let target = format!("http://{}", server.address());
    drive(test, steps(&format!("{{ websocket: /live, do: [ {done} ] }}"), &target))
}

/// All six WebSockets were opened and ended in this way.
fn check_ends(seen: &Seen, kind: Option<&str>) {
    seen.assert_all_good(6);
    let hits = if kind.is_some() { 6 } else { 0 };
    assert_eq!(seen.share(names::WEBSOCKET_ERRORS), Share { hits, total: 6 });
    assert_eq!(seen.kinds_of(names::WEBSOCKET_ERRORS), [kind.unwrap_or_default()]);
    assert_eq!(seen.histogram(names::WEBSOCKET_SESSION_TIME).count(), 6);
    assert_eq!(seen.iterations(), 6);
}

/// Opening it failed in this way.
fn check_refused(behaviour: SocketBehaviour, kind: &str) {
    let mut test = iterations_each(3, 2);
    test.network.first_byte_timeout = ms(150);
    let seen = talk_in(test, behaviour, "ping");
    seen.assert_all_failed(kind, 6);
    assert_eq!(seen.share(names::WEBSOCKET_ERRORS), Share::default());
}

#[test]
fn messages_are_sent_expected_and_counted() {
    let seen = talk(
        SocketBehaviour::Echo,
        "{ repeat: 5, do: [ { send: \"I am {{user}}\" }, { expect: \"I am {{user}}\" } ] }, ping, \
         { send_bytes: 70KB }, { expect: }",
    );
    check_ends(&seen, None);
    assert_eq!(seen.requests_by(names::TAG_STATUS), [("101".to_owned(), 6)].into());
    assert_eq!(seen.requests_by(names::TAG_NAME), [("/live".to_owned(), 6)].into());
    assert_eq!(seen.counter(names::WEBSOCKET_MESSAGES_SENT), 36);
    assert_eq!(seen.counter(names::WEBSOCKET_MESSAGES_RECEIVED), 36);
    assert_eq!(seen.histogram(names::WEBSOCKET_REPLY_TIME).count(), 36);
    assert_eq!(seen.share(names::CHECKS), Share { hits: 30, total: 30 });
    assert!(seen.counter(names::BYTES_RECEIVED) > 6 * 70_000);
    assert!(seen.counter(names::BYTES_SENT) > 6 * 70_000);
    assert!(seen.gauge(names::WEBSOCKETS_OPEN).max >= 1.0);
}

#[test]
fn messages_that_do_not_fit_are_passed_over_and_what_fits_is_saved() {
    let seen = talk(
        SocketBehaviour::Echo,
        "{ send: noise }, { send: '{\"id\": 7}' }, \
         { expect: { contains: id }, save: { id: $.id } }, \
         { send: \"{{id}}\" }, { expect: { matches: '^7$' } }",
    );
    check_ends(&seen, None);
    assert_eq!(seen.counter(names::WEBSOCKET_MESSAGES_RECEIVED), 18);
    assert_eq!(seen.histogram(names::WEBSOCKET_REPLY_TIME).count(), 12);
}

#[test]
fn messages_in_pieces_with_pings_between_them_are_whole_again() {
    let seen = talk(
        SocketBehaviour::EchoInPieces(7),
        "{ send: \"a text of several frames\" }, { expect: \"a text of several frames\" }",
    );
    check_ends(&seen, None);
    assert_eq!(seen.counter(names::WEBSOCKET_MESSAGES_RECEIVED), 6);
}

#[test]
fn a_message_that_comes_along_with_the_agreement_is_not_lost() {
    let seen = talk(SocketBehaviour::Greet, "{ expect: welcome }, { send: a }, { expect: a }");
    check_ends(&seen, None);
    assert_eq!(seen.counter(names::WEBSOCKET_MESSAGES_RECEIVED), 12);
    assert_eq!(seen.histogram(names::WEBSOCKET_REPLY_TIME).count(), 6);
}

#[test]
fn a_wait_counts_what_comes_meanwhile() {
    let seen = talk(SocketBehaviour::Echo, "{ send: a }, { send: b }, { wait: 100ms }");
    check_ends(&seen, None);
    assert_eq!(seen.counter(names::WEBSOCKET_MESSAGES_RECEIVED), 12);
    assert!(seen.quantile(names::WEBSOCKET_SESSION_TIME, 0.0) >= 0.1);
}

#[test]
fn a_message_that_does_not_come_is_an_error_with_its_time_limit() {
    let seen = talk(SocketBehaviour::NeverAnswer, "{ send: a }, { expect: b, within: 100ms }");
    check_ends(&seen, Some("timed out waiting"));
    assert_eq!(seen.share(names::CHECKS), Share { hits: 0, total: 6 });
    let seen = talk(SocketBehaviour::Echo, "{ send: a }, { expect: b, within: 100ms }");
    check_ends(&seen, Some("timed out waiting"));
}

#[test]
fn a_server_that_ends_in_the_middle_is_an_error() {
    let done = "{ repeat: 3, do: [ { send: a }, { expect: a } ] }";
    check_ends(&talk(SocketBehaviour::DropAfter(2), done), Some("closed"));
    check_ends(&talk(SocketBehaviour::CloseAfter(2), done), Some("closed"));
    check_ends(&talk(SocketBehaviour::CloseAfter(1), "{ send: a }, { wait: 1h }"), Some("closed"));
}

#[test]
fn a_server_that_breaks_the_protocol_is_an_error() {
    let done = "{ send: a }, { expect: }";
    check_ends(&talk(SocketBehaviour::BadFrame, done), Some("protocol"));
    check_ends(&talk(SocketBehaviour::BadText, done), Some("protocol"));
    check_ends(&talk(SocketBehaviour::EndlessFrame, done), Some("body too large"));
}

#[test]
fn an_opening_that_is_refused_is_a_failed_request() {
    check_refused(SocketBehaviour::Refuse, "bad status");
    check_refused(SocketBehaviour::WrongAccept, "protocol");
    check_refused(SocketBehaviour::NoHandshake, "timed out waiting");
}

#[test]
fn a_websocket_over_tls_is_one() {
    let identity = TlsIdentity::self_signed(&["127.0.0.1"]).unwrap();
    let server = WebSocketServer::start_with(SocketBehaviour::Echo, Some(&identity)).unwrap();
    let mut test = iterations_each(3, 2);
    test.network.tls.insecure = true;
    let socket = format!(
        "{{ websocket: \"{}\", do: [ {{ send: a }}, {{ expect: a }} ] }}",
        server.url("/live")
    );
    let seen = drive(test, steps(&socket, "http://127.0.0.1:1"));
    assert_eq!(seen.share(names::WEBSOCKET_ERRORS), Share { hits: 0, total: 6 });
}
