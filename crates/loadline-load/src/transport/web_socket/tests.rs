//! WebSockets as scripts use them, against a server with a known behaviour.

use std::future::Future;

use loadline_testkit::{SocketBehaviour, WebSocketServer};

use super::{SocketEvent, SocketRequest, WebSocket};
use crate::transport::network::Prepared;
use crate::transport::{Endpoint, ErrorKind, Exchange, Fault, Network, NetworkOptions};
use crate::websocket::Kind;

async fn open(server: &WebSocketServer) -> (Exchange, Result<WebSocket, Fault>) {
    let network = Network::new(&Prepared::new(NetworkOptions::default()).unwrap(), None);
    let (endpoint, path) = Endpoint::of(&format!("http://{}/live", server.address())).unwrap();
    let request = SocketRequest {
        endpoint: &endpoint,
        path: &path,
        headers: &[("x-one".to_owned(), "1\r\n2".to_owned())],
        protocols: &[],
        timeout: None,
    };
    WebSocket::open(&network, request, fastrand::Rng::with_seed(7)).await
}

fn on_thread<F: Future<Output = ()>>(
    behaviour: SocketBehaviour,
    test: impl FnOnce(WebSocketServer) -> F,
) {
    let server = WebSocketServer::start(behaviour).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    tokio::task::LocalSet::new().block_on(&runtime, test(server));
}

fn text(text: &str) -> SocketEvent {
    SocketEvent::Text(text.to_owned())
}

#[test]
fn messages_pings_and_goodbyes_come_one_by_one() {
    on_thread(SocketBehaviour::Echo, |server| async move {
        let (exchange, socket) = open(&server).await;
        let socket = socket.unwrap();
        assert_eq!(exchange.result.unwrap().status, 101);
        assert_eq!(socket.protocol(), "");
        socket.send(Kind::Text, b"one").unwrap();
        socket.send(Kind::Binary, &[1, 2]).unwrap();
        socket.send(Kind::Ping, b"p").unwrap();
        assert_eq!(socket.next().await.unwrap(), text("one"));
        assert_eq!(socket.next().await.unwrap(), SocketEvent::Binary(vec![1, 2]));
        assert_eq!(socket.next().await.unwrap(), SocketEvent::Pong(b"p".to_vec()));
        socket.close(3001, "bye").unwrap();
        let goodbye = SocketEvent::Close { code: Some(3001), reason: "bye".to_owned() };
        assert_eq!(socket.next().await.unwrap(), goodbye);
        assert_eq!(socket.next().await.unwrap_err().kind, ErrorKind::Closed);
        assert_eq!(socket.send(Kind::Text, b"late").unwrap_err().kind, ErrorKind::Closed);
    });
}

#[test]
fn large_messages_go_both_ways_while_the_next_event_is_awaited() {
    on_thread(SocketBehaviour::Echo, |server| async move {
        let socket = open(&server).await.1.unwrap();
        let message = vec![b'x'; 5_000_000];
        socket.send(Kind::Text, &message).unwrap();
        socket.send(Kind::Text, &message).unwrap();
        assert!(socket.waiting_bytes() > 0);
        for _ in 0..2 {
            let SocketEvent::Text(came) = socket.next().await.unwrap() else { panic!("a text") };
            assert_eq!(came.len(), message.len());
        }
        assert_eq!(socket.waiting_bytes(), 0);
    });
}

#[test]
fn a_ping_that_is_too_long_is_refused_before_it_is_sent() {
    on_thread(SocketBehaviour::Echo, |server| async move {
        let socket = open(&server).await.1.unwrap();
        assert_eq!(socket.send(Kind::Ping, &[0; 126]).unwrap_err().kind, ErrorKind::Protocol);
        assert_eq!(socket.close(1000, &"x".repeat(124)).unwrap_err().kind, ErrorKind::Protocol);
    });
}

#[test]
fn a_refusal_shows_the_answer() {
    on_thread(SocketBehaviour::Refuse, |server| async move {
        let (exchange, socket) = open(&server).await;
        assert_eq!(socket.err().unwrap().kind, ErrorKind::BadStatus);
        let reply = exchange.result.unwrap();
        assert_eq!((reply.status, reply.body.as_deref()), (403, Some(&b"no"[..])));
        assert_eq!(reply.fields.unwrap().get("content-length"), Some(&b"2"[..]));
    });
    on_thread(SocketBehaviour::WrongAccept, |server| async move {
        assert_eq!(open(&server).await.1.err().unwrap().kind, ErrorKind::Protocol);
    });
}

#[test]
fn a_connection_that_ends_without_a_word_is_an_error() {
    on_thread(SocketBehaviour::DropAfter(1), |server| async move {
        let socket = open(&server).await.1.unwrap();
        socket.send(Kind::Text, b"one").unwrap();
        assert_eq!(socket.next().await.unwrap(), text("one"));
        let fault = socket.next().await.unwrap_err();
        assert!(matches!(fault.kind, ErrorKind::Closed | ErrorKind::Reset), "{fault}");
    });
    on_thread(SocketBehaviour::BadText, |server| async move {
        let socket = open(&server).await.1.unwrap();
        socket.send(Kind::Text, b"one").unwrap();
        assert_eq!(socket.next().await.unwrap_err().kind, ErrorKind::Protocol);
    });
}
