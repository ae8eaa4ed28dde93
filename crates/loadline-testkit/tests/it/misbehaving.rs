//! Each misbehaviour as a client sees it on the wire.

use std::io::{self, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use loadline_testkit::{MisbehavingServer, Misbehaviour};

use crate::wire::{GET, ask, ask_to_end, connect, read_exactly};

const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";

fn server(misbehaviour: Misbehaviour) -> MisbehavingServer {
    MisbehavingServer::start(misbehaviour).expect("a free port")
}

/// One request to a server that closes afterwards.
fn check_end(misbehaviour: Misbehaviour) -> (String, io::Result<()>) {
    let server = server(misbehaviour);
    let (answer, end) = ask_to_end(server.address(), GET);
    assert_eq!(server.connections(), 1);
    (String::from_utf8_lossy(&answer).into_owned(), end)
}

/// Two requests on one connection that stays open, each answered with these bytes.
fn check_open(misbehaviour: Misbehaviour, answer: &str) {
    let server = server(misbehaviour);
    let mut stream = connect(server.address());
    for _ in 0..2 {
        assert_eq!(ask(&mut stream, GET, answer.len()), answer);
    }
    assert_eq!((server.connections(), server.requests()), (1, 2));
}

/// An answer without end is still coming after two mebibytes, and the server outlives the client.
fn check_endless(misbehaviour: Misbehaviour, start: &str) {
    let server = server(misbehaviour);
    let mut stream = connect(server.address());
    assert!(ask(&mut stream, GET, 2 << 20).starts_with(start));
    drop(stream);
    assert!(ask(&mut connect(server.address()), GET, 1 << 10).starts_with(start));
}

#[test]
fn garbage_is_not_http_and_ends() {
    let server = server(Misbehaviour::Garbage);
    let (answer, end) = ask_to_end(server.address(), GET);
    assert_eq!(answer.len(), 4096);
    assert!(answer.iter().all(|byte| *byte >= 0x80));
    assert!(end.is_ok());
}

#[test]
fn a_body_cut_by_fin_ends_without_an_error() {
    let (answer, end) = check_end(Misbehaviour::CloseMidBody);
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.ends_with("content-length: 1000"));
    assert_eq!(body.len(), 100);
    assert!(end.is_ok());
}

#[test]
fn a_body_cut_by_rst_ends_with_a_reset() {
    let (_, end) = check_end(Misbehaviour::ResetMidBody);
    assert_eq!(end.unwrap_err().kind(), ErrorKind::ConnectionReset);
}

#[test]
fn a_reset_on_accept_comes_before_any_answer() {
    let server = server(Misbehaviour::ResetOnAccept);
    let mut stream = connect(server.address());
    let mut byte = [0];
    assert_eq!(stream.read(&mut byte).unwrap_err().kind(), ErrorKind::ConnectionReset);
    assert_eq!((server.connections(), server.requests()), (1, 0));
}

#[test]
fn headers_and_bodies_can_be_endless() {
    check_endless(Misbehaviour::EndlessHeaders, "HTTP/1.1 200 OK\r\nx-endless: ");
    check_endless(Misbehaviour::EndlessBody, "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked");
}

#[test]
fn a_wrong_content_length_is_too_short_or_too_long() {
    for (declared_bytes, sent_bytes) in [(2, 9), (9, 2)] {
        check_open(
            Misbehaviour::WrongContentLength { declared_bytes, sent_bytes },
            &format!(
                "HTTP/1.1 200 OK\r\ncontent-length: {declared_bytes}\r\n\r\n{}",
                "x".repeat(sent_bytes)
            ),
        );
    }
}

#[test]
fn a_server_that_never_answers_reads_on() {
    let server = server(Misbehaviour::NeverAnswers);
    let mut stream = connect(server.address());
    while server.requests() < 3 {
        stream.write_all(GET).unwrap();
    }
    stream.set_nonblocking(true).unwrap();
    assert_eq!(stream.read(&mut [0]).unwrap_err().kind(), ErrorKind::WouldBlock);
}

#[test]
fn connecting_to_a_server_that_never_accepts_hangs() {
    let server = server(Misbehaviour::NeverAccepts);
    let connected = TcpStream::connect_timeout(&server.address(), Duration::from_millis(100));
    assert_eq!(connected.unwrap_err().kind(), ErrorKind::TimedOut);
    assert_eq!(server.connections(), 0);
}

#[test]
fn a_slow_answer_is_whole_in_the_end() {
    check_open(Misbehaviour::SlowDrip { byte_every: Duration::from_millis(1) }, OK);
}

#[test]
fn bad_framing_is_sent_as_described() {
    check_open(
        Misbehaviour::BadChunkSize,
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nok\r\n0\r\n\r\n",
    );
    check_open(
        Misbehaviour::ConflictingLengths,
        "HTTP/1.1 200 OK\r\ncontent-length: 7\r\ntransfer-encoding: chunked\r\n\r\n\
         2\r\nok\r\n0\r\n\r\n",
    );
    let interim = "HTTP/1.1 100 Continue\r\n\r\n".repeat(1_000);
    check_open(Misbehaviour::ManyInterim, &(interim + OK));
}

#[test]
fn a_bomb_is_as_long_as_it_says() {
    let body_bytes = 3_000_000;
    let server = server(Misbehaviour::Bomb { body_bytes });
    let mut stream = connect(server.address());
    let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {body_bytes}\r\n\r\n");
    for _ in 0..2 {
        assert_eq!(ask(&mut stream, GET, head.len()), head);
        assert_eq!(read_exactly(&mut stream, 3_000_000), "\0".repeat(3_000_000));
    }
}

#[test]
fn a_connection_ends_after_its_answers_with_or_without_notice() {
    let last = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok";
    for (misbehaviour, last) in [
        (Misbehaviour::CloseAfter { answers: 2 }, last),
        (Misbehaviour::DropAfter { answers: 2 }, OK),
    ] {
        let server = server(misbehaviour);
        let mut stream = connect(server.address());
        assert_eq!(ask(&mut stream, GET, OK.len()), OK);
        assert_eq!(ask(&mut stream, GET, last.len()), last);
        assert_eq!(stream.read(&mut [0]).unwrap(), 0);
        assert_eq!(ask(&mut connect(server.address()), GET, OK.len()), OK);
        assert_eq!((server.connections(), server.requests()), (2, 3));
    }
}
