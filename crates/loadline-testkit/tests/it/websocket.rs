//! The WebSocket server and the server of events, byte by byte.

use std::io::{Read as _, Write as _};
use std::time::Duration;

use loadline_testkit::{EventRhythm, EventServer, SocketBehaviour, WebSocketServer};

use crate::wire;

const HANDSHAKE: &[u8] = b"GET / HTTP/1.1\r\nhost: test\r\nconnection: Upgrade\r\n\
    upgrade: websocket\r\nsec-websocket-version: 13\r\n\
    sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
const AGREEMENT: &str = "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\n\
    connection: Upgrade\r\nsec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

/// `ab` as a text, masked with zeros.
const AB: &[u8] = b"\x81\x82\0\0\0\0ab";

fn check(behaviour: SocketBehaviour, sent: &[u8], wanted: &[u8]) {
    let server = WebSocketServer::start(behaviour).expect("a server");
    let mut client = wire::connect(server.address());
    assert_eq!(wire::ask(&mut client, HANDSHAKE, AGREEMENT.len()), AGREEMENT);
    client.write_all(sent).expect("the server reads");
    let mut answer = vec![0; wanted.len()];
    client.read_exact(&mut answer).expect("the server answers");
    assert_eq!(answer, wanted);
}

#[test]
fn the_handshake_is_that_of_the_standard_and_messages_come_back() {
    check(SocketBehaviour::Echo, AB, b"\x81\x02ab");
    let masked = b"\x82\x81\x01\x01\x01\x01a";
    check(SocketBehaviour::Echo, &[AB, masked].concat(), b"\x81\x02ab\x82\x01`");
}

#[test]
fn a_message_in_pieces_has_a_ping_before_its_last() {
    let wanted = b"\x01\x01a\x89\x0Cstill there?\x80\x01b";
    check(SocketBehaviour::EchoInPieces(1), AB, wanted);
}

#[test]
fn a_server_that_closes_says_why() {
    check(SocketBehaviour::CloseAfter(1), AB, b"\x81\x02ab\x88\x0C\x03\xE9going away");
}

#[test]
fn events_come_as_chunks_and_end() {
    let rhythm = EventRhythm { gap: Duration::from_millis(1), count: 2, stays_open: false };
    let server = EventServer::start(rhythm).expect("a server");
    let (answer, end) = wire::ask_to_end(server.address(), wire::GET);
    end.expect("the server closes politely");
    let answer = String::from_utf8(answer).expect("text");
    let body = "\r\n\r\n26\r\nevent: tick\nid: 1\ndata: {\"number\":1}\n\n\r\n";
    assert!(answer.contains(body), "{answer}");
    assert!(answer.ends_with("0\r\n\r\n"), "{answer}");
}
