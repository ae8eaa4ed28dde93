//! Targets that listen on a socket in the file system.

use loadline_core::window::names;
use loadline_load::{Endpoint, ErrorKind, LoadTest, probe};
use loadline_testkit::{AfterAnswer, CannedOptions, CannedServer, Law, LawServer, TlsIdentity};
use tempfile::TempDir;

use crate::hand_written::{unix_backlog, unix_relay};
use crate::run::{drive, get, iterations_each, ms};

const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";

fn to_socket(path: std::path::PathBuf) -> LoadTest {
    let mut test = iterations_each(2, 3);
    test.network.unix_socket = Some(path);
    test
}

#[test]
fn host_and_path_come_from_the_url_and_the_bytes_go_to_the_socket() {
    let server = CannedServer::start(OK, AfterAnswer::KeepAlive).unwrap();
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("shop.sock");
    unix_relay(&path, server.address());
    let seen = drive(to_socket(path), get("http://shop.invalid:81/a"));
    seen.assert_all_good(6);
    assert_eq!(seen.counter(names::CONNECTIONS_OPENED), 2);
    assert_eq!(seen.histogram(names::PHASE_CONNECT).count(), 2);
    assert_eq!(seen.histogram(names::PHASE_DNS).count(), 0);
    let head = String::from_utf8(server.request_heads().remove(0)).unwrap();
    assert!(head.starts_with("GET /a HTTP/1.1\r\nhost: shop.invalid:81\r\n"), "{head}");
}

#[test]
fn tls_works_over_it_too() {
    let identity = TlsIdentity::self_signed(&["shop.invalid"]).unwrap();
    let (answer, after) = (OK.into(), AfterAnswer::KeepAlive);
    let options = CannedOptions { answer, after, tls: Some(identity) };
    let server = CannedServer::start_with(&options).unwrap();
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("shop.sock");
    unix_relay(&path, server.address());
    let mut test = to_socket(path);
    test.network.tls.insecure = true;
    let seen = drive(test, get("https://shop.invalid/"));
    seen.assert_all_good(6);
    assert_eq!(seen.histogram(names::PHASE_TLS).count(), 2);
}

#[test]
fn a_socket_that_is_not_there_is_refused_and_named() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("none.sock");
    drive(to_socket(path.clone()), get("http://shop.test/")).assert_all_failed("refused", 6);
    let endpoint = Endpoint::of("http://shop.test/").unwrap().0;
    let fault = probe(&to_socket(path.clone()).network, &endpoint).unwrap_err();
    let expected = format!("{}: No such file or directory (os error 2)", path.display());
    assert_eq!((fault.kind, fault.detail), (ErrorKind::Refused, expected));
    // A server that is gone leaves its socket behind.
    drop(std::os::unix::net::UnixListener::bind(&path).unwrap());
    drive(to_socket(path), get("http://shop.test/")).assert_all_failed("refused", 6);
}

#[test]
fn a_path_that_no_socket_can_have_is_found_before_the_run() {
    let test = to_socket(format!("/tmp/{}", "long/".repeat(30)).into());
    let error = test.network.check().unwrap_err().to_string();
    assert!(error.ends_with("path must be shorter than SUN_LEN"), "{error}");
}

#[test]
fn a_full_backlog_is_waited_for() {
    let server = LawServer::start(Law::Constant(ms(0)), 1).unwrap();
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("busy.sock");
    // The backlog has room for one more than it is told; the rest are sent away until it is emptied.
    let release = unix_backlog(&path, server.address());
    let mut test = to_socket(path.clone());
    test.network.connect_timeout = ms(200);
    let endpoint = Endpoint::of("http://shop.test/").unwrap().0;
    assert_eq!(probe(&test.network, &endpoint).unwrap_err().kind, ErrorKind::TimedOutConnecting);
    release.send(()).unwrap();
    drive(to_socket(path), get("http://shop.test/")).assert_all_good(6);
}
