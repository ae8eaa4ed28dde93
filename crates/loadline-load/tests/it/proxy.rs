//! Proxies: tunnels, requests that are passed on, and proxies that let nothing through.

use loadline_core::window::names;
use loadline_load::transport::{Proxies, Proxy};
use loadline_load::{Endpoint, ErrorKind, Fault, LoadTest, probe};
use loadline_testkit::{
    AfterAnswer, CannedServer, Law, LawOptions, LawServer, ProxyBehaviour, ProxyServer, TlsIdentity,
};

use crate::hand_written::nobody;
use crate::run::{drive, get, iterations_each, ms, steps};

const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";

fn target() -> CannedServer {
    CannedServer::start(OK, AfterAnswer::KeepAlive).unwrap()
}

fn proxy_to(behaviour: ProxyBehaviour, target: &CannedServer) -> ProxyServer {
    ProxyServer::start(behaviour, target.address()).unwrap()
}

/// Three requests of each of two users through a proxy at that place.
fn through(place: &str) -> LoadTest {
    let mut test = iterations_each(2, 3);
    let proxy: Proxy = place.parse().unwrap();
    test.network.proxies = Proxies::all(proxy);
    test.network.connect_timeout = ms(500);
    test
}

fn tunnelled(mut test: LoadTest) -> LoadTest {
    test.network.proxies.tunnel = true;
    test
}

/// What a probe says of a proxy that behaves like this.
fn fault_of(behaviour: ProxyBehaviour) -> Fault {
    let target = target();
    let proxy = proxy_to(behaviour, &target);
    let test = tunnelled(through(&proxy.address().to_string()));
    let endpoint = Endpoint::of("http://shop.test:81/").unwrap().0;
    let mut fault = probe(&test.network, &endpoint).unwrap_err();
    fault.detail = fault.detail.replace(&proxy.address().to_string(), "PROXY");
    fault
}

#[test]
fn http_requests_are_handed_to_the_proxy_in_absolute_form() {
    let target = target();
    let proxy = proxy_to(ProxyBehaviour::Works, &target);
    let place = format!("me:secret@{}", proxy.address());
    drive(through(&place), get("http://shop.test:81/a?b=c")).assert_all_good(6);
    let heads = target.request_heads();
    assert_eq!(heads.len(), 6);
    for head in heads {
        let head = String::from_utf8(head).unwrap();
        assert!(head.starts_with("GET http://shop.test:81/a?b=c HTTP/1.1\r\n"), "{head}");
        assert!(head.contains("\r\nproxy-authorization: Basic bWU6c2VjcmV0\r\n"), "{head}");
        assert!(head.contains("\r\nhost: shop.test:81\r\n"), "{head}");
    }
    assert_eq!(proxy.heads().len(), 2, "a connection for each user");
}

#[test]
fn shared_connections_are_those_to_the_proxy() {
    let target = target();
    let proxy = proxy_to(ProxyBehaviour::Works, &target);
    let mut test = through(&proxy.address().to_string());
    test.network.connections = Some(1);
    drive(test, get("http://shop.test/")).assert_all_good(6);
    assert_eq!(proxy.heads().len(), 1);
}

#[test]
fn a_request_with_a_body_is_handed_on_whole() {
    let target = target();
    let proxy = proxy_to(ProxyBehaviour::Works, &target);
    let scenario = steps("{ post: /up, body_size: 3MB }", "http://shop.test");
    drive(through(&proxy.address().to_string()), scenario).assert_all_good(6);
    assert_eq!(target.served(), 6);
}

#[test]
fn a_tunnel_to_an_http_target_is_asked_for_on_demand() {
    let target = target();
    let proxy = proxy_to(ProxyBehaviour::Works, &target);
    let place = format!("me:secret@{}", proxy.address());
    let seen = drive(tunnelled(through(&place)), get("http://shop.test/a"));
    seen.assert_all_good(6);
    for head in target.request_heads() {
        let head = String::from_utf8(head).unwrap();
        assert!(head.starts_with("GET /a HTTP/1.1\r\n"), "{head}");
        assert!(!head.contains("proxy-authorization"), "{head}");
    }
    let asked = "CONNECT shop.test:80 HTTP/1.1\r\nhost: shop.test:80\r\n\
        proxy-authorization: Basic bWU6c2VjcmV0\r\n\r\n";
    assert_eq!(proxy.heads(), [asked, asked]);
    assert_eq!(seen.histogram(names::PHASE_CONNECT).count(), 2);
    assert_eq!(seen.histogram(names::PHASE_TLS).count(), 0);
}

#[test]
fn https_goes_through_a_tunnel_to_the_certificate_of_the_target() {
    let identity = TlsIdentity::self_signed(&["shop.test"]).unwrap();
    let options =
        LawOptions { tls: Some(identity.clone()), ..LawOptions::new(Law::Constant(ms(0)), 1) };
    let server = LawServer::start_with(&options).unwrap();
    let proxy = ProxyServer::start(ProxyBehaviour::Works, server.address()).unwrap();
    let ca = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(ca.path(), identity.certificate_pem()).unwrap();
    let mut test = through(&proxy.address().to_string());
    test.network.tls.ca = Some(ca.path().to_owned());
    let seen = drive(test, get("https://shop.test/"));
    seen.assert_all_good(6);
    assert_eq!(seen.histogram(names::PHASE_TLS).count(), 2);
    assert!(proxy.heads().iter().all(|head| head.starts_with("CONNECT shop.test:443 ")));
    let asked_for = identity.handshakes().into_iter().map(|handshake| handshake.server_name);
    assert_eq!(asked_for.collect::<Vec<_>>(), [Some("shop.test".into()), Some("shop.test".into())]);
}

#[test]
fn a_proxy_that_wants_credentials_gets_them_or_refuses() {
    let target = target();
    let wants = "proxy-authorization: Basic bWU6c2VjcmV0".to_owned();
    let proxy = proxy_to(ProxyBehaviour::Wants(wants), &target);
    let check = |credentials: &str| {
        let place = format!("{credentials}{}", proxy.address());
        drive(tunnelled(through(&place)), get("http://shop.test/"))
    };
    check("me:secret@").assert_all_good(6);
    check("me:wrong@").assert_all_failed("proxy", 6);
    check("").assert_all_failed("proxy", 6);
    // A request that is passed on is answered like any other.
    let place = proxy.address().to_string();
    drive(through(&place), get("http://shop.test/")).assert_all_failed("bad status", 6);
}

#[test]
fn a_proxy_that_refuses_is_quoted() {
    let check = |behaviour, expected: &str| {
        let fault = fault_of(behaviour);
        assert_eq!((fault.kind, &*fault.detail), (ErrorKind::Proxy, expected));
    };
    let detail = |what: &str| {
        format!("the proxy http://PROXY {what} when asked for a tunnel to shop.test:81")
    };
    check(ProxyBehaviour::Refuses("403 Forbidden"), &detail("answered 403 Forbidden"));
    check(ProxyBehaviour::Refuses("502 \x1b[31mNo"), &detail("did not answer in HTTP"));
    check(
        ProxyBehaviour::Wants("x: y".into()),
        &detail("answered 407 Proxy Authentication Required"),
    );
    check(ProxyBehaviour::Garbage, &detail("did not answer in HTTP"));
    check(ProxyBehaviour::EndlessHead, &detail("sent a head without an end"));
    check(ProxyBehaviour::Closes, &detail("closed the connection"));
    check(ProxyBehaviour::ClosesMidWay, &detail("closed the connection"));
    let hangs = "no connection to http://shop.test:81 through the proxy http://PROXY within 500ms";
    check(ProxyBehaviour::Hangs, hangs);
}

#[test]
fn a_proxy_that_cannot_be_reached_is_told_from_its_target() {
    let place = nobody().to_string();
    drive(through(&place), get("http://shop.test/")).assert_all_failed("proxy", 6);
    drive(through(&place), get("https://shop.test/")).assert_all_failed("proxy", 6);
    let no_address = through("nonexistent.invalid:1");
    drive(no_address, get("http://shop.test/")).assert_all_failed("proxy", 6);
}

#[test]
fn exceptions_are_reached_without_the_proxy() {
    let target = target();
    let mut test = through(&nobody().to_string());
    test.network.proxies.except = "127.0.0.0/8".parse().unwrap();
    drive(test, get(&target.url("/"))).assert_all_good(6);
}

#[test]
fn a_run_without_a_proxy_asks_nobody_for_one() {
    let target = target();
    drive(iterations_each(2, 3), get(&target.url("/a"))).assert_all_good(6);
    assert!(target.request_heads().iter().all(|head| head.starts_with(b"GET /a HTTP/1.1\r\n")));
}
