//! Stalls: nothing is answered meanwhile, everything afterwards.

use std::io::{ErrorKind, Read, Write};
use std::time::Duration;

use loadline_testkit::{Law, LawServer};

use crate::wire::{GET, connect, read_exactly};

const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";

fn server() -> LawServer {
    LawServer::start(Law::Constant(Duration::ZERO), 0).expect("a free port")
}

#[test]
fn a_stalled_server_takes_requests_in_and_answers_them_after_the_stall() {
    let server = server();
    let mut open = connect(server.address());
    let stall = server.stall();
    let mut new = connect(server.address());
    for stream in [&mut open, &mut new] {
        stream.write_all(GET).unwrap();
        stream.set_nonblocking(true).unwrap();
        assert_eq!(stream.read(&mut [0]).unwrap_err().kind(), ErrorKind::WouldBlock);
    }
    assert_eq!(server.served(), 0);
    let since = stall.since();
    let at_least = since.elapsed();
    drop(stall);
    for stream in [&mut open, &mut new] {
        stream.set_nonblocking(false).unwrap();
        assert_eq!(read_exactly(stream, OK.len()), OK);
    }
    assert!(server.answers().iter().all(|answer| answer.arrival >= since + at_least));
}

#[test]
fn a_timed_stall_lasts_its_time() {
    let server = server();
    let mut stream = connect(server.address());
    let time = Duration::from_millis(50);
    let since = server.stall_for(time);
    stream.write_all(GET).unwrap();
    assert_eq!(read_exactly(&mut stream, OK.len()), OK);
    assert!(since.elapsed() >= time);
    assert!(server.answers()[0].arrival >= since + time);
}

#[test]
fn a_delay_that_ends_in_a_stall_is_prolonged_by_it() {
    let server = LawServer::start(Law::Constant(Duration::from_millis(30)), 0).unwrap();
    let mut stream = connect(server.address());
    stream.write_all(GET).unwrap();
    let time = Duration::from_millis(100);
    let since = server.stall_for(time);
    assert_eq!(read_exactly(&mut stream, OK.len()), OK);
    let answer = server.answers()[0];
    let answered = answer.arrival + answer.applied;
    // On a very busy machine the answer may be out before the stall begins.
    assert!(answered <= since || answered >= since + time);
}

#[test]
fn stalls_follow_one_another() {
    let server = server();
    let time = Duration::from_millis(20);
    let first = server.stall_for(time);
    let second = server.stall_for(time);
    assert!(second >= first + time);
    drop(server.stall());
}

#[test]
fn dropping_a_stalled_server_does_not_wait_for_the_stall() {
    let server = server();
    server.stall_for(Duration::from_secs(600));
    drop(server);
}
