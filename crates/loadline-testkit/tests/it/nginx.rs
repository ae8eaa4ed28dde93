//! The real nginx. Where it is not installed these tests fail with the name of the package.

use std::io::{ErrorKind, Read, Write};
use std::path::Path;

use loadline_testkit::{Nginx, NginxOptions};

use crate::wire::{GET, ask_to_end, connect, read_exactly};

const CLOSE: &[u8] = b"GET /any HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n";

fn started(options: &NginxOptions) -> Nginx {
    Nginx::start_with(options).unwrap_or_else(|error| panic!("failed to {error}"))
}

#[test]
fn it_answers_every_path_with_the_body() {
    let nginx = started(&NginxOptions { body: "hello there".into(), ..NginxOptions::default() });
    let (answer, end) = ask_to_end(nginx.address(), CLOSE);
    let answer = String::from_utf8(answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    assert!(answer.ends_with("\r\n\r\nhello there"), "{answer}");
    assert!(end.is_ok());
    assert_eq!(nginx.url("/a"), format!("http://{}/a", nginx.address()));
}

#[test]
fn a_stopped_worker_answers_after_it_is_continued() {
    let nginx = started(&NginxOptions::default());
    nginx.stop_worker().unwrap();
    let mut stream = connect(nginx.address());
    stream.write_all(GET).unwrap();
    stream.set_nonblocking(true).unwrap();
    assert_eq!(stream.read(&mut [0]).unwrap_err().kind(), ErrorKind::WouldBlock);
    stream.set_nonblocking(false).unwrap();
    nginx.continue_worker().unwrap();
    let start = "HTTP/1.1 200 OK\r\n";
    assert_eq!(read_exactly(&mut stream, start.len()), start);
}

#[test]
fn dropping_it_ends_both_processes_even_when_the_worker_is_stopped() {
    let nginx = started(&NginxOptions::default());
    let pids = [nginx.master_pid(), nginx.worker_pid()];
    let running = |pid: u32| Path::new(&format!("/proc/{pid}")).exists();
    assert!(pids.into_iter().all(running));
    nginx.stop_worker().unwrap();
    drop(nginx);
    assert!(!pids.into_iter().any(running));
}
