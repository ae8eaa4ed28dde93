//! What is said where no PostgreSQL answers, or where it stops to.

use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener};
use std::time::Duration;

use loadline_postgres::session::{Session, SessionError, SessionOptions};
use loadline_testkit::postgres::Cluster;
use loadline_testkit::{Link, LinkMode, unless_missing};

use crate::runtime::block_on;

/// Gives up soon.
fn quick() -> SessionOptions {
    SessionOptions {
        connect_timeout: Duration::from_millis(300),
        statement_timeout: Duration::from_millis(200),
        ..SessionOptions::default()
    }
}

fn refused(url: &str) -> SessionError {
    block_on(Session::connect(url, &quick())).unwrap_err()
}

#[test]
fn an_endpoint_that_says_nothing_is_given_up() {
    // The system takes the connections; nobody ever looks at them.
    let silent = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    for mode in ["prefer", "disable"] {
        let error =
            refused(&format!("postgres://u@{}/d?sslmode={mode}", silent.local_addr().unwrap()));
        assert!(matches!(error, SessionError::Unreachable { .. }), "{error:?}");
        assert!(error.to_string().ends_with("no answer of a PostgreSQL in 0.3 s"), "{error}");
    }
}

/// Answers whatever comes, each connection once, and closes it.
fn answering(answer: &'static [u8]) -> SocketAddr {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for client in listener.incoming().take(4) {
            let mut client = client.unwrap();
            let _ = client.read(&mut [0; 512]);
            let _ = client.write_all(answer);
            let _ = client.shutdown(Shutdown::Write);
            let _ = client.read_to_end(&mut Vec::new());
        }
    });
    address
}

#[test]
fn an_endpoint_that_speaks_something_else_is_told_apart() {
    for answer in [
        b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n".as_slice(),
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"-ERR unknown command\r\n",
        b"J\0\0\0\x0a8.0.36\0",
        b"",
    ] {
        let address = answering(answer);
        for mode in ["prefer", "disable", "require"] {
            let error = refused(&format!("postgres://u@{address}/d?sslmode={mode}"));
            let is_told = error.to_string().contains("does not speak PostgreSQL")
                || matches!(error, SessionError::Tls { .. } if mode == "require")
                || matches!(error, SessionError::NotReady { .. } if answer.is_empty());
            assert!(is_told, "{mode} {:?}: {error}", String::from_utf8_lossy(answer));
        }
    }
}

#[test]
fn a_server_that_stops_to_answer_is_lost_and_not_waited_for() {
    let Some(cluster) = unless_missing(Cluster::start()) else { return };
    let link = Link::to(cluster.address()).unwrap();
    block_on(async {
        let url = cluster.url_by(link.address());
        let session = Session::connect(&url, &quick()).await.unwrap();
        link.set(LinkMode::Freeze);
        let lost = session.query("SELECT 1", &[]).await.unwrap_err();
        assert!(matches!(lost, SessionError::Lost { .. }), "{lost:?}");
        let silent = Session::connect(&url, &quick()).await.unwrap_err();
        assert!(matches!(silent, SessionError::Unreachable { .. }), "{silent:?}");
        link.set(LinkMode::Pass);
        let mut session = Session::connect(&url, &quick()).await.unwrap();
        link.reset();
        let broken = session.query("SELECT 1", &[]).await.unwrap_err();
        assert!(matches!(broken, SessionError::Lost { .. }), "{broken:?}");
        session.reconnect().await.unwrap();
    });
}
