//! Certificates, and each server that can speak TLS.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use loadline_testkit::{
    AfterAnswer, CannedOptions, CannedServer, Handshake, Law, LawOptions, LawServer, Nginx,
    NginxOptions, TlsIdentity, TlsVersion,
};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

use crate::wire::{GET, ask, connect};

const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";

fn identity() -> TlsIdentity {
    TlsIdentity::self_signed(&["localhost", "127.0.0.1"]).expect("two names")
}

/// Asks twice over TLS, trusting only this certificate, and returns the starts of both answers.
fn ask_twice(address: SocketAddr, trusted: &TlsIdentity, answer_bytes: usize) -> [String; 2] {
    let certificate = CertificateDer::from_pem_slice(trusted.certificate_pem().as_bytes());
    let mut roots = RootCertStore::empty();
    roots.add(certificate.expect("a PEM text")).expect("a certificate");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("the provider has them")
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::from(address.ip());
    let session = ClientConnection::new(Arc::new(config), name).expect("a sound configuration");
    let mut stream = StreamOwned::new(session, connect(address));
    [(); 2].map(|()| ask(&mut stream, GET, answer_bytes))
}

#[test]
fn the_law_server_speaks_tls() {
    let tls = identity();
    let law = Law::Constant(Duration::from_millis(1));
    let options = LawOptions { tls: Some(tls.clone()), ..LawOptions::new(law, 0) };
    let server = LawServer::start_with(&options).unwrap();
    assert_eq!(ask_twice(server.address(), &tls, OK.len()), [OK, OK]);
    assert_eq!(server.served(), 2);
    assert!(server.url("/").starts_with("https://127.0.0.1:"));
}

#[test]
fn the_canned_server_speaks_tls() {
    let tls = identity();
    let server = CannedServer::start_with(&CannedOptions {
        answer: OK.into(),
        after: AfterAnswer::KeepAlive,
        tls: Some(tls.clone()),
    })
    .unwrap();
    assert_eq!(ask_twice(server.address(), &tls, OK.len()), [OK, OK]);
}

#[test]
fn nginx_speaks_tls() {
    let tls = identity();
    let options = NginxOptions { tls: Some(tls.clone()), ..NginxOptions::default() };
    let nginx = Nginx::start_with(&options).unwrap_or_else(|error| panic!("failed to {error}"));
    let [first, _] = ask_twice(nginx.address(), &tls, 15);
    assert_eq!(first, "HTTP/1.1 200 OK");
}

#[test]
fn a_name_that_is_none_is_refused() {
    let error = TlsIdentity::self_signed(&["not ascii: ö"]).unwrap_err();
    assert_eq!(error.to_string(), "make a self-signed certificate");
}

#[test]
fn handshakes_are_noted_with_the_name_that_was_asked_for() {
    let tls = identity().speaking(TlsVersion::V1_2);
    let options =
        LawOptions { tls: Some(tls.clone()), ..LawOptions::new(Law::Constant(Duration::ZERO), 0) };
    let server = LawServer::start_with(&options).unwrap();
    ask_twice(server.address(), &tls, OK.len());
    let expected = Handshake { version: TlsVersion::V1_2, resumed: false, server_name: None };
    assert_eq!(tls.handshakes(), [expected]);
}
