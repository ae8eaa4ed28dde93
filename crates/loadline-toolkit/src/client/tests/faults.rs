//! Calls that come to no answer: each fault is named, and says whether it may pass.

use super::{
    builder,
    peer::{Course, Peer},
};
use crate::{
    Transient,
    breaker::Breaker,
    client::{ClientConfigError, ClientError, HttpClient},
    deadline::Deadline,
};
use std::time::Duration;

const SHORT: Duration = Duration::from_millis(50);

/// What a call comes to that goes by this course, with the limits of the fault's kind made short.
async fn check(course: Course) -> ClientError {
    let peer = Peer::new(&[course]).await;
    let client = builder().first_byte_timeout(SHORT * 4).stall_timeout(SHORT).body_bytes_max(100);
    let client = client.build().expect("settings that can be");
    client.get(&peer.url()).await.expect_err("there is no answer")
}

#[tokio::test]
async fn a_peer_that_says_nothing_runs_out_of_its_time() {
    let error = check(Course::Stall("")).await;
    assert!(matches!(error, ClientError::FirstByteTimeout { .. }) && error.is_transient());
    let error = check(Course::Stall("HTTP/1.1 200 OK\r\ncontent-le")).await;
    assert!(matches!(error, ClientError::FirstByteTimeout { .. }), "{error:?}");
}

#[tokio::test]
async fn a_body_that_stops_is_stalled() {
    let error = check(Course::Stall("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhal")).await;
    assert!(matches!(error, ClientError::Stalled { .. }) && error.is_transient(), "{error:?}");
}

#[tokio::test]
async fn a_connection_that_ends_early_is_broken() {
    let halves = [
        Course::Reset,
        Course::Close(""),
        Course::Close("HTTP/1.1 200 OK\r\ncontent-le"),
        Course::Close("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhal"),
        Course::Close("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n9\r\nhal"),
    ];
    for course in halves {
        let error = check(course).await;
        assert!(matches!(error, ClientError::Broken(_)) && error.is_transient(), "{error:?}");
    }
}

#[tokio::test]
async fn what_is_not_http_does_not_pass() {
    let error = check(Course::Close("SSH-2.0-OpenSSH_9.2\r\n\r\n")).await;
    assert!(matches!(error, ClientError::Malformed(_)) && !error.is_transient(), "{error:?}");
}

#[tokio::test]
async fn a_body_above_the_limit_is_not_taken_told_or_not() {
    let told = "HTTP/1.1 200 OK\r\ncontent-length: 101\r\n\r\n";
    let untold = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n\
        32\r\n01234567890123456789012345678901234567890123456789\r\n\
        33\r\n012345678901234567890123456789012345678901234567890\r\n0\r\n\r\n";
    for text in [told, untold] {
        let error = check(Course::Stall(text)).await;
        assert!(matches!(error, ClientError::BodyTooLarge { bytes_max: 100 }), "{error:?}");
        assert!(!error.is_transient());
    }
}

#[tokio::test]
async fn tls_with_a_peer_that_has_none_is_no_secure_connection() {
    let peer = Peer::new(&[Course::Answer("")]).await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("it is bound");
    let talks = tokio::spawn(async move {
        use tokio::io::AsyncWriteExt as _;
        let (mut stream, _) = listener.accept().await.expect("it is called");
        let _ = stream.write_all(b"220 mail.example ESMTP\r\n").await;
        std::future::pending::<()>().await;
    });
    let client = builder().build().expect("settings that can be");
    let error = client.get(&format!("https://{address}/")).await.expect_err("no TLS");
    assert!(matches!(error, ClientError::Tls(_)) && !error.is_transient(), "{error:?}");
    talks.abort();
    drop(peer);
}

#[tokio::test]
async fn a_connection_that_is_not_made_runs_out_of_its_time() {
    // A peer that takes the connection and never shakes hands for TLS.
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("it is bound");
    let client = builder().connect_timeout(SHORT).build().expect("settings that can be");
    let error = client.get(&format!("https://{address}/")).await.expect_err("no hand to shake");
    assert!(matches!(error, ClientError::ConnectTimeout { .. }), "{error:?}");
    assert!(error.is_transient() && error.was_not_sent());
}

#[tokio::test]
async fn the_clients_limit_and_the_tasks_deadline_end_a_call() {
    let peer = Peer::new(&[Course::Stall("")]).await;
    let short = builder().connect_timeout(SHORT).first_byte_timeout(SHORT).stall_timeout(SHORT);
    let short = short.total_timeout(SHORT).calls_max(1).build().expect("settings that can be");
    let hangs = tokio::spawn({
        let (short, url) = (short.clone(), peer.url());
        async move { short.get(&url).await.map(drop) }
    });
    let ended = short.get(&peer.url()).await;
    assert!(ended.is_err(), "{ended:?}");
    hangs.await.expect("no panic").expect_err("no answer");
    let client = builder().build().expect("settings that can be");
    let ended = Deadline::after(SHORT).scope(client.get(&peer.url())).await;
    assert!(matches!(ended, Err(ClientError::Deadline(_))), "{ended:?}");
    assert_eq!(client.stats().out_of_time, 1);
}

#[tokio::test]
async fn an_address_that_cannot_be_called_is_named() {
    let client = builder().build().expect("settings that can be");
    for uri in ["/path", "ftp://127.0.0.1/", "127.0.0.1:80"] {
        let ended = client.get(uri).await;
        assert!(matches!(ended, Err(ClientError::Address { .. })), "{uri}: {ended:?}");
    }
    let named = client.get("ftp://me:secret@example.com/path").await.map(drop);
    let text = named.expect_err("not http").to_string();
    assert_eq!(text, "the address ftp://example.com/path has no http or https scheme or no host");
    let ended = client.get("http://not a host/").await;
    assert!(matches!(ended, Err(ClientError::InvalidUri(_))), "{ended:?}");
}

#[test]
fn mistakes_are_found_when_a_client_is_built() {
    use ClientConfigError as Error;
    let build = |builder: super::super::HttpClientBuilder| builder.build().map(drop);
    let zero = build(builder().stall_timeout(Duration::ZERO));
    assert!(matches!(zero, Err(Error::Zero { setting: "stall_timeout" })));
    let zero = build(builder().calls_max(0));
    assert!(matches!(zero, Err(Error::Zero { setting: "calls_max" })));
    let above = build(HttpClient::builder().connect_timeout(Duration::from_secs(31)));
    assert!(matches!(above, Err(Error::AboveTotal { setting: "connect_timeout", .. })));
    let breaker = build(builder().breaker(Breaker::builder().failure_rate(2.0)));
    assert!(matches!(breaker, Err(Error::Breaker(_))));
}
