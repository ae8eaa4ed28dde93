//! The law server: delays, keep-alive, records.

use std::io::{Read, Write};
use std::time::{Duration, Instant};

use loadline_testkit::{Law, LawOptions, LawServer};

use crate::wire::{GET, ask, ask_to_end, connect, read_exactly};

const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";
const MS: Duration = Duration::from_millis(1);

#[test]
fn an_answer_is_never_earlier_than_its_delay_and_the_truth_says_so() {
    let delays = [5 * MS, Duration::ZERO, 12 * MS, MS];
    let server = LawServer::start(Law::Schedule(delays.to_vec()), 0).unwrap();
    let mut stream = connect(server.address());
    let mut seen = Vec::new();
    for delay in delays {
        let sent = Instant::now();
        assert_eq!(ask(&mut stream, GET, OK.len()), OK);
        seen.push(sent.elapsed());
        assert!(sent.elapsed() >= delay);
    }
    let answers = server.answers();
    assert_eq!(server.served(), 4);
    assert_eq!(answers.iter().map(|answer| answer.delay).collect::<Vec<_>>(), delays);
    for (truth, seen) in server.truth().into_iter().zip(seen) {
        assert!(truth <= seen, "the client cannot have seen {seen:?} when it took {truth:?}");
    }
    assert!(answers.iter().all(|answer| answer.applied >= answer.delay));
    assert!(answers.windows(2).all(|pair| pair[0].arrival < pair[1].arrival));
}

#[test]
fn a_thousand_connections_are_each_answered() {
    let server = LawServer::start(Law::Uniform { low: MS, high: 20 * MS }, 3).unwrap();
    let mut streams: Vec<_> = (0..1_000).map(|_| connect(server.address())).collect();
    for _ in 0..2 {
        for stream in &mut streams {
            stream.write_all(GET).unwrap();
        }
        for stream in &mut streams {
            assert_eq!(read_exactly(stream, OK.len()), OK);
        }
    }
    assert_eq!(server.served(), 2_000);
    let mut drawn: Vec<_> = server.answers().iter().map(|answer| answer.delay).collect();
    let mut expected: Vec<_> =
        Law::Uniform { low: MS, high: 20 * MS }.delays(3).take(2_000).collect();
    drawn.sort_unstable();
    expected.sort_unstable();
    assert_eq!(drawn, expected);
}

#[test]
fn bodies_are_read_before_the_delay_begins_and_pipelined_requests_are_kept() {
    let server = LawServer::start(Law::Constant(Duration::ZERO), 0).unwrap();
    let mut stream = connect(server.address());
    let post = b"POST / HTTP/1.1\r\ncontent-length: 100000\r\n\r\n";
    let requests = [post.as_slice(), &[b'x'; 100_000], GET].concat();
    assert_eq!(ask(&mut stream, &requests, 2 * OK.len()), OK.repeat(2));
}

#[test]
fn head_has_no_body_and_connection_close_is_obeyed() {
    let options =
        LawOptions { body: b"hello".to_vec(), ..LawOptions::new(Law::Constant(Duration::ZERO), 0) };
    let server = LawServer::start_with(&options).unwrap();
    let (answer, end) =
        ask_to_end(server.address(), b"HEAD / HTTP/1.1\r\nconnection: close\r\n\r\n");
    assert_eq!(answer, b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n");
    assert!(end.is_ok());
}

#[test]
fn dropping_the_server_ends_its_connections_however_long_the_delay() {
    let server = LawServer::start(Law::Constant(Duration::MAX), 0).unwrap();
    let mut stream = connect(server.address());
    stream.write_all(GET).unwrap();
    drop(server);
    let mut end = [0];
    // Closing with the request unread would be a reset: both are an end.
    assert!(!matches!(stream.read(&mut end), Ok(1)));
}
