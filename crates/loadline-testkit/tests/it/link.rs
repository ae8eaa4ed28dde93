//! The wire that goes bad on command.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::time::{Duration, Instant};

use loadline_testkit::{Link, LinkMode, wait_until};

use crate::wire::{connect, read_exactly};

/// A client's and the server's end of a connection through the link.
fn pair(link: &Link, listener: &TcpListener) -> (TcpStream, TcpStream) {
    let client = connect(link.address());
    let (server, _) = listener.accept().unwrap();
    (client, server)
}

fn wired() -> (TcpListener, Link) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let link = Link::to(listener.local_addr().unwrap()).unwrap();
    (listener, link)
}

/// Whether nothing has come, now that bytes sent at the same time on another connection have.
fn is_silent(stream: &TcpStream) -> bool {
    stream.set_nonblocking(true).unwrap();
    let silent =
        matches!(stream.peek(&mut [0]), Err(error) if error.kind() == ErrorKind::WouldBlock);
    stream.set_nonblocking(false).unwrap();
    silent
}

#[test]
fn bytes_and_the_end_pass_both_ways() {
    let (listener, link) = wired();
    let (mut client, mut server) = pair(&link, &listener);
    client.write_all(b"ask").unwrap();
    assert_eq!(read_exactly(&mut server, 3), "ask");
    server.write_all(b"answer").unwrap();
    drop(server);
    let mut answer = String::new();
    client.read_to_string(&mut answer).unwrap();
    assert_eq!(answer, "answer");
    drop(client);
    assert!(wait_until(|| link.counts().open == 0));
    assert_eq!(link.counts().accepted, 1);
}

#[test]
fn a_frozen_link_goes_on_where_it_stood_still() {
    let (listener, link) = wired();
    let (mut client, mut server) = pair(&link, &listener);
    link.set(LinkMode::Freeze);
    client.write_all(b"kept").unwrap();
    let late = connect(link.address());
    assert!(wait_until(|| link.counts().accepted == 2));
    assert!(is_silent(&server));
    drop(late);
    link.set(LinkMode::Pass);
    assert_eq!(read_exactly(&mut server, 4), "kept");
}

#[test]
fn silenced_connections_stay_dead_while_new_ones_pass() {
    let (listener, link) = wired();
    let (mut client, server) = pair(&link, &listener);
    link.silence();
    client.write_all(b"lost").unwrap();
    let (mut other, mut other_server) = pair(&link, &listener);
    other.write_all(b"new").unwrap();
    assert_eq!(read_exactly(&mut other_server, 3), "new");
    assert!(is_silent(&server));
    drop(client);
    assert!(wait_until(|| link.counts().open == 1));
    assert!(is_silent(&server), "the other end is not told");
}

#[test]
fn reset_and_refused_connections_end_with_a_reset() {
    let (listener, link) = wired();
    let (mut client, _server) = pair(&link, &listener);
    link.reset();
    assert_eq!(client.read(&mut [0]).unwrap_err().kind(), ErrorKind::ConnectionReset);
    let (mut kept, mut server) = pair(&link, &listener);
    link.set(LinkMode::Refuse);
    // The reset may come before or after the newcomer's first read.
    let refused =
        TcpStream::connect(link.address()).and_then(|mut newcomer| newcomer.read(&mut [0]));
    assert_eq!(refused.unwrap_err().kind(), ErrorKind::ConnectionReset);
    kept.write_all(b"on").unwrap();
    assert_eq!(read_exactly(&mut server, 2), "on");
}

#[test]
fn a_cut_ends_an_answer_in_its_middle() {
    let (listener, link) = wired();
    let (mut client, mut server) = pair(&link, &listener);
    link.set(LinkMode::CutAfter(3));
    server.write_all(b"answer").unwrap();
    // The reset may overtake the bytes.
    let mut answer = Vec::new();
    assert_eq!(client.read_to_end(&mut answer).unwrap_err().kind(), ErrorKind::ConnectionReset);
    assert!(b"ans".starts_with(&answer), "{answer:?}");
}

#[test]
fn a_delay_holds_each_piece() {
    let (listener, link) = wired();
    let (mut client, mut server) = pair(&link, &listener);
    let delay = Duration::from_millis(50);
    link.set(LinkMode::Delay(delay));
    let start = Instant::now();
    client.write_all(b"late").unwrap();
    assert_eq!(read_exactly(&mut server, 4), "late");
    assert!(start.elapsed() >= delay);
}
