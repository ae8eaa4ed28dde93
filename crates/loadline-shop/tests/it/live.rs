//! `GET /live` and `GET /events`, byte by byte.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use expect_test::expect;

use crate::client::TestShop;

const UPGRADE: &str = "GET /live HTTP/1.1\r\nhost: shop\r\nconnection: Upgrade\r\n\
    upgrade: websocket\r\nsec-websocket-version: 13\r\n\
    sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

/// A connection to which `sent` was written.
fn connect(shop: &TestShop, sent: &[u8]) -> TcpStream {
    let mut stream = TcpStream::connect(shop.address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream.write_all(sent).unwrap();
    stream
}

/// What comes up to and including `end`.
fn read_up_to(stream: &mut TcpStream, end: &[u8]) -> String {
    let mut read = Vec::new();
    while !read.ends_with(end) {
        let mut byte = [0];
        stream.read_exact(&mut byte).unwrap();
        read.push(byte[0]);
    }
    String::from_utf8_lossy(&read).into_owned()
}

/// A text frame, masked with zeros.
fn frame(text: &str) -> Vec<u8> {
    [&[0x81, 0x80 | text.len() as u8, 0, 0, 0, 0], text.as_bytes()].concat()
}

#[test]
fn a_websocket_gives_messages_back_and_tells_prices_when_asked() {
    let shop = TestShop::start();
    let mut stream = connect(&shop, UPGRADE.as_bytes());
    let head = read_up_to(&mut stream, b"\r\n\r\n");
    assert!(head.starts_with("HTTP/1.1 101"), "{head}");
    stream.write_all(&frame("hello")).unwrap();
    assert!(read_up_to(&mut stream, b"hello").ends_with("\u{5}hello"));
    stream.write_all(&frame("prices")).unwrap();
    read_up_to(&mut stream, b"prices");
    let change = read_up_to(&mut stream, b"}");
    assert!(change.contains("{\"item_id\":"), "{change}");
    assert!(shop.get("/metrics").body.contains("\nopen_websockets 1\n"));
}

#[test]
fn a_plain_request_for_the_websocket_is_refused() {
    let shop = TestShop::start();
    shop.get("/live").check(&expect![[r#"
        400
        {
          "error": "Connection header did not include 'upgrade'"
        }
    "#]]);
}

#[test]
fn events_are_price_changes_and_end_with_the_shop() {
    let shop = TestShop::start();
    let mut stream = connect(&shop, b"GET /events HTTP/1.1\r\nhost: shop\r\n\r\n");
    let first = read_up_to(&mut stream, b"}\n\n");
    assert!(first.contains("content-type: text/event-stream"), "{first}");
    assert!(first.contains("event: price\n"), "{first}");
    shop.stop();
    let mut rest = String::new();
    stream.read_to_string(&mut rest).unwrap();
    assert!(rest.ends_with("0\r\n\r\n"), "{rest}");
}
