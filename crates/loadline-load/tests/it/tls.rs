//! TLS: whom to trust, and how it may end.

use std::io::Write;

use loadline_core::window::names;
use loadline_load::{
    Endpoint, ErrorKind, LoadTest, NetworkOptions, RunError, StopSignal, probe, run,
};
use loadline_testkit::{Law, LawOptions, LawServer, TlsIdentity};

use crate::hand_written::tls_without_goodbye;
use crate::run::{drive, get, iterations_each, ms, steps};

fn identity() -> TlsIdentity {
    TlsIdentity::self_signed(&["localhost", "127.0.0.1"]).unwrap()
}

fn server(identity: &TlsIdentity) -> LawServer {
    let mut options = LawOptions::new(Law::Constant(ms(0)), 1);
    options.tls = Some(identity.clone());
    LawServer::start_with(&options).unwrap()
}

fn insecure(mut test: LoadTest) -> LoadTest {
    test.network.tls.insecure = true;
    test
}

/// A test that trusts what this text holds.
fn trusting(text: &str) -> (LoadTest, tempfile::NamedTempFile) {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(text.as_bytes()).unwrap();
    let mut test = iterations_each(2, 3);
    test.network.tls.ca = Some(file.path().to_owned());
    (test, file)
}

#[test]
fn a_stranger_s_certificate_is_refused() {
    let server = server(&identity());
    let seen = drive(iterations_each(2, 3), get(&server.url("/")));
    seen.assert_all_failed("tls", 6);
    assert_eq!(server.served(), 0);
}

#[test]
fn a_stranger_s_certificate_is_taken_when_nobody_is_to_be_checked() {
    let server = server(&identity());
    let seen = drive(insecure(iterations_each(2, 3)), get(&server.url("/")));
    seen.assert_all_good(6);
    assert_eq!(seen.counter(names::CONNECTIONS_OPENED), 2);
    assert_eq!(seen.histogram(names::PHASE_TLS).count(), 2);
    assert_eq!(seen.histogram(names::PHASE_CONNECT).count(), 2);
}

#[test]
fn a_certificate_from_the_file_is_trusted_and_no_other() {
    let (own, other) = (identity(), identity());
    let server = server(&own);
    let (test, _file) = trusting(own.certificate_pem());
    drive(test, get(&server.url("/"))).assert_all_good(6);
    let (test, _file) = trusting(other.certificate_pem());
    drive(test, get(&server.url("/"))).assert_all_failed("tls", 6);
}

#[test]
fn what_is_wrong_with_a_certificate_is_said_in_words() {
    let check = |identity: &TlsIdentity, expected: &str| {
        let server = server(identity);
        let endpoint = Endpoint::of(&server.url("/")).unwrap().0;
        let fault = probe(&NetworkOptions::default(), &endpoint).unwrap_err();
        assert_eq!((fault.kind, &*fault.detail), (ErrorKind::Tls, expected));
    };
    let stranger = "nobody who is trusted has issued the server's certificate (UnknownIssuer)";
    check(&identity(), stranger);
    let authority = TlsIdentity::authority(&["127.0.0.1"]).unwrap();
    let expected =
        "the server shows the certificate of an authority (CA:TRUE), not one of a server";
    check(&authority, expected);
}

#[test]
fn a_certificate_for_another_name_is_refused() {
    let elsewhere = TlsIdentity::self_signed(&["elsewhere.test"]).unwrap();
    let server = server(&elsewhere);
    let (test, _file) = trusting(elsewhere.certificate_pem());
    drive(test, get(&server.url("/"))).assert_all_failed("tls", 6);
}

#[test]
fn a_file_without_certificates_stops_the_run_before_it_begins() {
    let (test, _file) = trusting("nothing of use");
    let ran = run(test, get("https://127.0.0.1:1/"), &StopSignal::default(), &mut |_: &_, _| {});
    assert!(matches!(ran, Err(RunError::Tls(_))), "{ran:?}");
}

#[test]
fn large_bodies_are_sent_over_tls_too() {
    let server = server(&identity());
    let scenario = steps("{ post: /uploads, body_size: 3MB }", &server.url(""));
    let seen = drive(insecure(iterations_each(1, 2)), scenario);
    seen.assert_all_good(2);
    assert!(seen.counter(names::BYTES_SENT) >= 6_000_000);
}

#[test]
fn an_end_without_a_goodbye_is_an_error_only_inside_an_answer() {
    let identity = identity();
    let seen = |answer| {
        let address = tls_without_goodbye(&identity, answer);
        drive(insecure(iterations_each(1, 2)), get(&format!("https://{address}/")))
    };
    seen("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok").assert_all_good(2);
    seen("HTTP/1.1 200 OK\r\n\r\nok").assert_all_good(2);
    seen("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nok").assert_all_failed("closed", 2);
    seen("").assert_all_failed("closed", 2);
}
