//! Calls against servers that speak gRPC or break HTTP/2.

use std::future::Future;
use std::rc::Rc;

use loadline_testkit::{GrpcServer, Http2Act, Http2Peer, TlsIdentity};

use super::{Call, CallConnection};
use crate::http2::StreamError;
use crate::transport::network::Prepared;
use crate::transport::{Endpoint, ErrorKind, Network, NetworkOptions};

/// Two bytes of a message behind its five bytes of frame.
const NOTE: &[u8] = &[0, 0, 0, 0, 4, 0x12, 2, b'h', b'i'];

fn on_thread<F: Future<Output = ()>>(url: &str, test: impl FnOnce(Rc<Network>, Endpoint) -> F) {
    let mut options = NetworkOptions::default();
    options.tls.insecure = true;
    let network = Network::new(&Prepared::new(options).unwrap(), None);
    let (endpoint, _) = Endpoint::of(url).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    tokio::task::LocalSet::new().block_on(&runtime, test(network, endpoint));
}

async fn begin(connection: &CallConnection, path: &str) -> Call {
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: a\r\ncontent-type: application/grpc\r\nte: trailers\r\n\r\n"
    );
    connection.begin(head.as_bytes()).await.unwrap()
}

/// Everything up to that many bytes of the body.
async fn read(call: &Call, bytes: usize) -> Vec<u8> {
    let mut body = Vec::new();
    while body.len() < bytes {
        body.extend(call.progress().await.body);
    }
    body
}

async fn talk(network: Rc<Network>, endpoint: Endpoint) {
    let connection = CallConnection::open(&network, &endpoint).await.unwrap();
    connection.ready().await.unwrap();
    let call = begin(&connection, "/playground.Guide/RouteChat").await;
    let other = begin(&connection, "/playground.Guide/RouteChat").await;
    for _ in 0..3 {
        call.send(NOTE, false).await.unwrap();
        assert_eq!(read(&call, NOTE.len()).await, NOTE);
    }
    other.send(NOTE, true).await.unwrap();
    call.send(&[], true).await.unwrap();
    let end = call.progress().await.end.unwrap().unwrap();
    assert_eq!(end.get("grpc-status"), Some(&b"0"[..]));
    assert!(call.figures().done.is_some());
    assert_eq!(call.send(NOTE, false).await, Err(super::CallOver));
    drop(call);
    assert_eq!(read(&other, NOTE.len()).await, NOTE);
}

#[test]
fn both_sides_talk_in_turns_on_a_connection_that_other_calls_share() {
    let server = GrpcServer::start(None).unwrap();
    on_thread(&format!("http://{}", server.address()), talk);
}

#[test]
fn in_tls_both_ends_agree_to_http_2_first() {
    let identity = TlsIdentity::self_signed(&["127.0.0.1"]).unwrap();
    let server = GrpcServer::start(Some(&identity)).unwrap();
    on_thread(&format!("https://{}", server.address()), talk);
}

#[test]
fn a_message_larger_than_the_window_goes_out_as_the_server_takes_it() {
    let server = GrpcServer::start(None).unwrap();
    on_thread(&format!("http://{}", server.address()), |network, endpoint| async move {
        let connection = CallConnection::open(&network, &endpoint).await.unwrap();
        let call = begin(&connection, "/playground.Guide/RouteChat").await;
        let text = vec![b'x'; 900_000];
        let length = (text.len() as u32 + 4).to_be_bytes();
        let field = [0x12, 0xA0, 0xF7, 0x36];
        let message = [&[0][..], &length, &field, &text].concat();
        let (sent, came) = tokio::join!(call.send(&message, true), read(&call, message.len()));
        sent.unwrap();
        assert_eq!(came, message);
    });
}

#[test]
fn a_call_that_is_dropped_is_reset_and_leaves_the_connection_usable() {
    let server = GrpcServer::start(None).unwrap();
    on_thread(&format!("http://{}", server.address()), |network, endpoint| async move {
        let connection = CallConnection::open(&network, &endpoint).await.unwrap();
        drop(begin(&connection, "/playground.Guide/RouteChat").await);
        let call = begin(&connection, "/playground.Guide/RouteChat").await;
        call.send(NOTE, true).await.unwrap();
        assert_eq!(read(&call, NOTE.len()).await, NOTE);
    });
}

#[test]
fn a_stream_that_the_server_resets_says_so() {
    let peer = Http2Peer::start(Http2Act::Reset).unwrap();
    on_thread(&peer.url("/"), |network, endpoint| async move {
        let connection = CallConnection::open(&network, &endpoint).await.unwrap();
        let call = begin(&connection, "/").await;
        call.send(&[], true).await.unwrap();
        let error = call.progress().await.end.unwrap().unwrap_err();
        assert!(matches!(error, StreamError::Reset { .. }), "{error:?}");
        assert_eq!(call.fault(error).kind, ErrorKind::StreamReset);
    });
}

#[test]
fn a_dead_server_and_one_without_http_2_are_told_apart() {
    on_thread("http://127.0.0.1:1", |network, endpoint| async move {
        let fault = CallConnection::open(&network, &endpoint).await.err().unwrap();
        assert_eq!(fault.kind, ErrorKind::Refused);
    });
    let other = loadline_testkit::BinServer::start(None).unwrap();
    on_thread(&other.url("/"), |network, endpoint| async move {
        let connection = CallConnection::open(&network, &endpoint).await.unwrap();
        let fault = connection.ready().await.unwrap_err();
        assert!(matches!(fault.kind, ErrorKind::Protocol | ErrorKind::Closed), "{fault}");
        assert!(!connection.is_open());
        assert!(connection.begin(b"GET / HTTP/1.1\r\n\r\n").await.is_err());
    });
}
