//! The servers for scripts: all of them are there, and the newest of them answer.

use std::collections::BTreeSet;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use loadline_testkit::{GrpcServer, Playground};

#[test]
fn every_server_has_an_address_of_its_own() {
    let playground = Playground::start().expect("servers");
    let environment = playground.environment();
    let values: BTreeSet<&String> = environment.iter().map(|(_, value)| value).collect();
    assert_eq!(values.len(), environment.len());
}

#[test]
fn a_socket_does_what_its_path_says() {
    let playground = Playground::start().expect("servers");
    let environment = playground.environment();
    let (_, url) = environment.iter().find(|(name, _)| *name == "WS").expect("WS");
    let mut stream = TcpStream::connect(url.trim_start_matches("ws://")).expect("connect");
    let lines =
        "connection: upgrade\r\nsec-websocket-key: a\r\nsec-websocket-protocol: one, two\r\n";
    write!(stream, "GET /ws-close?x=1 HTTP/1.1\r\nhost: x\r\n{lines}\r\n").expect("write");
    stream.shutdown(std::net::Shutdown::Write).expect("shutdown");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("read");
    let answer = String::from_utf8_lossy(&answer);
    assert!(answer.starts_with("HTTP/1.1 101 "), "{answer}");
    assert!(answer.contains("sec-websocket-protocol: one\r\n"), "{answer}");
    assert!(answer.ends_with("bye"), "{answer}");
}

#[test]
fn the_descriptors_beside_the_scripts_are_those_of_the_server() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../loadline-script/tests/k6/grpc/playground.protoset"
    );
    let set = GrpcServer::descriptor_set();
    // Written anew by whoever changed the description.
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(path, &set).expect("write");
    }
    assert_eq!(std::fs::read(path).expect("the file is there"), set);
}

#[test]
fn the_grpc_server_knows_what_it_offers() {
    let set = String::from_utf8_lossy(&GrpcServer::descriptor_set()).into_owned();
    for name in ["playground.proto", "RouteChat", "google/protobuf/timestamp.proto"] {
        assert!(set.contains(name), "{name}");
    }
}
