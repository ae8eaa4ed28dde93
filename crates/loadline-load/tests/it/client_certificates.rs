//! TLS beyond trust: certificates of clients, versions, names, and sessions taken up again.

use std::path::PathBuf;

use loadline_load::transport::{ClientIdentity, TlsVersion};
use loadline_load::{LoadTest, TlsError};
use loadline_testkit::{
    AfterAnswer, CannedOptions, CannedServer, Handshake, Law, LawOptions, LawServer, TlsIdentity,
    TlsVersion as Spoken,
};
use tempfile::TempDir;

use crate::run::{Seen, drive, get, iterations_each, ms};

fn identity(name: &str) -> TlsIdentity {
    TlsIdentity::self_signed(&[name, "127.0.0.1"]).unwrap()
}

fn server(identity: &TlsIdentity) -> LawServer {
    let mut options = LawOptions::new(Law::Constant(ms(0)), 1);
    options.tls = Some(identity.clone());
    LawServer::start_with(&options).unwrap()
}

/// A folder with files of these contents, and their paths.
fn files<const N: usize>(contents: [&str; N]) -> (TempDir, [PathBuf; N]) {
    let folder = TempDir::new().unwrap();
    let mut place = 0;
    let paths = contents.map(|content| {
        place += 1;
        let path = folder.path().join(format!("{place}.pem"));
        std::fs::write(&path, content).unwrap();
        path
    });
    (folder, paths)
}

fn insecure() -> LoadTest {
    let mut test = iterations_each(2, 3);
    test.network.tls.insecure = true;
    test
}

/// What TLS says of this certificate and this key.
fn check_pair(certificate: &str, key: &str) -> Result<(), (TlsError, TempDir)> {
    let (folder, [certificate, key]) = files([certificate, key]);
    let mut test = insecure();
    test.network.tls.identity = Some(ClientIdentity { certificate, key });
    test.network.tls.check().map_err(|error| (error, folder))
}

#[test]
fn a_server_that_demands_a_certificate_gets_it() {
    let client = identity("client.test");
    let server = server(&identity("localhost").demanding(&client));
    let (_folder, [certificate, key]) = files([client.certificate_pem(), client.private_key_pem()]);
    let mut test = insecure();
    test.network.tls.identity = Some(ClientIdentity { certificate, key });
    drive(test, get(&server.url("/"))).assert_all_good(6);
}

#[test]
fn certificate_and_key_may_share_a_file() {
    let client = identity("client.test");
    let server = server(&identity("localhost").demanding(&client));
    let both = format!("{}{}", client.private_key_pem(), client.certificate_pem());
    let (_folder, [both]) = files([&both]);
    let mut test = insecure();
    test.network.tls.identity = Some(ClientIdentity { certificate: both.clone(), key: both });
    drive(test, get(&server.url("/"))).assert_all_good(6);
}

#[test]
fn without_a_certificate_or_with_a_stranger_s_such_a_server_refuses() {
    let (client, stranger) = (identity("client.test"), identity("stranger.test"));
    for version in [Spoken::V1_2, Spoken::V1_3] {
        let server = server(&identity("localhost").demanding(&client).speaking(version));
        drive(insecure(), get(&server.url("/"))).assert_all_failed("tls", 6);
        let (_folder, [certificate, key]) =
            files([stranger.certificate_pem(), stranger.private_key_pem()]);
        let mut test = insecure();
        test.network.tls.identity = Some(ClientIdentity { certificate, key });
        drive(test, get(&server.url("/"))).assert_all_failed("tls", 6);
        assert_eq!(server.served(), 0);
    }
}

#[test]
fn a_key_that_belongs_to_another_certificate_is_found_before_the_run() {
    let (one, other) = (identity("one.test"), identity("other.test"));
    assert!(check_pair(one.certificate_pem(), one.private_key_pem()).is_ok());
    let (error, folder) = check_pair(one.certificate_pem(), other.private_key_pem()).unwrap_err();
    let folder = folder.path().display();
    let expected = format!(
        "use the key in {folder}/2.pem: it does not belong to the certificate in {folder}/1.pem"
    );
    assert_eq!(error.to_string(), expected);
}

#[test]
fn files_without_a_certificate_or_a_key_are_named() {
    let check = |certificate: &str, key: &str, expected: &str| {
        let (error, folder) = check_pair(certificate, key).unwrap_err();
        let folder = format!("{}/", folder.path().display());
        assert_eq!(error.to_string().replace(&folder, ""), expected);
    };
    let own = identity("one.test");
    let (certificate, key) = (own.certificate_pem(), own.private_key_pem());
    check("", key, "read certificates from 1.pem: it holds no PEM certificate");
    check(key, key, "read certificates from 1.pem: it holds no PEM certificate");
    let no_key = "read a private key from 2.pem: it holds no PEM private key without a password";
    check(certificate, certificate, no_key);
    let locked =
        key.replace("BEGIN PRIVATE", "BEGIN ENCRYPTED PRIVATE").replace("END P", "END ENCRYPTED P");
    check(certificate, &locked, no_key);
}

#[test]
fn the_version_is_the_one_that_both_allow() {
    let spoken = |server_speaks: Option<Spoken>, oldest, newest| {
        let own = identity("localhost");
        let own = server_speaks.map_or(own.clone(), |version| own.speaking(version));
        let server = server(&own);
        let mut test = insecure();
        (test.network.tls.oldest, test.network.tls.newest) = (oldest, newest);
        let seen = drive(test, get(&server.url("/")));
        let versions: Vec<_> = own.handshakes().iter().map(|handshake| handshake.version).collect();
        (seen, versions)
    };
    let good = |(seen, versions): (Seen, Vec<Spoken>), expected| {
        seen.assert_all_good(6);
        assert_eq!(versions, [expected; 2]);
    };
    good(spoken(None, TlsVersion::V1_2, TlsVersion::V1_3), Spoken::V1_3);
    good(spoken(None, TlsVersion::V1_2, TlsVersion::V1_2), Spoken::V1_2);
    good(spoken(Some(Spoken::V1_2), TlsVersion::V1_2, TlsVersion::V1_3), Spoken::V1_2);
    let (seen, _) = spoken(Some(Spoken::V1_2), TlsVersion::V1_3, TlsVersion::V1_3);
    seen.assert_all_failed("tls", 6);
    let mut test = insecure();
    (test.network.tls.oldest, test.network.tls.newest) = (TlsVersion::V1_3, TlsVersion::V1_2);
    assert!(matches!(test.network.tls.check(), Err(TlsError::NoVersion)));
}

#[test]
fn another_name_is_asked_for_and_expected() {
    let own = TlsIdentity::self_signed(&["elsewhere.test"]).unwrap();
    let server = server(&own);
    let (_folder, [ca]) = files([own.certificate_pem()]);
    let mut test = iterations_each(2, 3);
    test.network.tls.ca = Some(ca);
    drive(test.clone(), get(&server.url("/"))).assert_all_failed("tls", 6);
    test.network.tls.server_name = Some("elsewhere.test".to_owned());
    drive(test.clone(), get(&server.url("/"))).assert_all_good(6);
    let asked_for = own.handshakes().pop().unwrap().server_name;
    assert_eq!(asked_for.as_deref(), Some("elsewhere.test"));
    test.network.tls.server_name = Some("no name".to_owned());
    assert!(matches!(test.network.tls.check(), Err(TlsError::ServerName { .. })));
}

/// Handshakes of one user that needs a new connection for each of three requests.
fn handshakes(version: Spoken, resume: bool) -> Vec<Handshake> {
    let own = identity("localhost").speaking(version);
    let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok".to_vec();
    let after = AfterAnswer::Close;
    let options = CannedOptions { answer, after, tls: Some(own.clone()) };
    let server = CannedServer::start_with(&options).unwrap();
    let mut test = iterations_each(1, 3);
    test.network.tls.insecure = true;
    test.network.tls.resume = resume;
    drive(test, get(&server.url("/"))).assert_all_good(3);
    own.handshakes()
}

#[test]
fn sessions_are_taken_up_again_only_when_asked_for() {
    for version in [Spoken::V1_2, Spoken::V1_3] {
        let resumed = |resume| {
            let all = handshakes(version, resume);
            all.iter().map(|handshake| handshake.resumed).collect::<Vec<_>>()
        };
        assert_eq!(resumed(false), [false; 3]);
        assert_eq!(resumed(true), [false, true, true]);
    }
}
