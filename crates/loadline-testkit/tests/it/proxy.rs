//! The proxy that works, and those that do not.

use std::io::{Read as _, Write as _};

use loadline_testkit::{AfterAnswer, CannedServer, ProxyBehaviour, ProxyServer};

use crate::wire::{GET, ask, connect};

const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";
const CONNECT: &[u8] = b"CONNECT shop.test:80 HTTP/1.1\r\nhost: shop.test:80\r\n\r\n";
const OPEN: &str = "HTTP/1.1 200 Connection established\r\nvia: testkit\r\n\r\n";

fn target() -> CannedServer {
    CannedServer::start(OK, AfterAnswer::KeepAlive).expect("a loopback port")
}

/// All that the proxy answers to CONNECT before it closes.
fn whole_answer(behaviour: ProxyBehaviour) -> String {
    let proxy = ProxyServer::start(behaviour, target().address()).expect("a loopback port");
    let mut stream = connect(proxy.address());
    stream.write_all(CONNECT).expect("the proxy listens");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("the proxy closes in order");
    String::from_utf8_lossy(&answer).into_owned()
}

#[test]
fn a_tunnel_leads_to_the_target() {
    let target = target();
    let proxy = ProxyServer::start(ProxyBehaviour::Works, target.address()).unwrap();
    let mut stream = connect(proxy.address());
    assert_eq!(ask(&mut stream, CONNECT, OPEN.len()), OPEN);
    assert_eq!(ask(&mut stream, GET, OK.len()), OK);
    assert_eq!(target.request_heads(), [GET]);
    assert_eq!(proxy.heads(), [String::from_utf8_lossy(CONNECT)]);
}

#[test]
fn a_request_in_absolute_form_is_passed_on_as_it_is() {
    let target = target();
    let proxy = ProxyServer::start(ProxyBehaviour::Works, target.address()).unwrap();
    let request = b"GET http://shop.test/ HTTP/1.1\r\nhost: shop.test\r\n\r\n";
    assert_eq!(ask(&mut connect(proxy.address()), request, OK.len()), OK);
    assert_eq!(target.request_heads(), [request]);
}

#[test]
fn a_proxy_that_wants_a_line_lets_through_who_has_it() {
    let target = target();
    let behaviour = ProxyBehaviour::Wants("x-key: 1".into());
    let proxy = ProxyServer::start(behaviour.clone(), target.address()).unwrap();
    let request = b"CONNECT shop.test:80 HTTP/1.1\r\nx-key: 1\r\n\r\n";
    assert_eq!(ask(&mut connect(proxy.address()), request, OPEN.len()), OPEN);
    assert!(whole_answer(behaviour).starts_with("HTTP/1.1 407 "));
}

#[test]
fn proxies_that_do_not_work_fail_in_their_way() {
    let refused = whole_answer(ProxyBehaviour::Refuses("403 Forbidden"));
    assert_eq!(refused, "HTTP/1.1 403 Forbidden\r\ncontent-length: 2\r\n\r\nno");
    assert_eq!(whole_answer(ProxyBehaviour::Closes), "");
    assert_eq!(whole_answer(ProxyBehaviour::ClosesMidWay), "HTTP/1.1 200 O");
    assert!(!whole_answer(ProxyBehaviour::Garbage).starts_with("HTTP"));
    let endless = whole_answer(ProxyBehaviour::EndlessHead);
    assert!(endless.len() > 1 << 19 && !endless.contains("\r\n\r\n"));
}
