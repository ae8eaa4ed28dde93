//! Hosts whose addresses are given.

use std::net::SocketAddr;

use loadline_core::window::names;
use loadline_load::LoadTest;
use loadline_load::transport::PinnedHost;
use loadline_testkit::{Law, LawServer, ProxyBehaviour, ProxyServer};

use crate::run::{drive, get, iterations_each, ms};

fn server() -> LawServer {
    LawServer::start(Law::Constant(ms(0)), 1).unwrap()
}

fn pinning(text: &str) -> LoadTest {
    let mut test = iterations_each(2, 3);
    test.network.pinned = vec![text.parse().unwrap()];
    test
}

#[test]
fn a_given_address_is_connected_to_without_a_look_up() {
    let server = server();
    let port = server.address().port();
    let seen = drive(
        pinning(&format!("shop.invalid:{port}:127.0.0.1")),
        get(&format!("http://shop.invalid:{port}/")),
    );
    seen.assert_all_good(6);
    assert_eq!(seen.histogram(names::PHASE_DNS).count(), 0);
}

#[test]
fn names_are_matched_whatever_their_case_and_other_ports_are_looked_up() {
    let server = server();
    let port = server.address().port();
    let test = pinning(&format!("Shop.Invalid:{port}:[127.0.0.1]"));
    drive(test, get(&format!("http://SHOP.invalid:{port}/"))).assert_all_good(6);
    let test = pinning(&format!("shop.invalid:{}:127.0.0.1", port ^ 1));
    drive(test, get(&format!("http://shop.invalid:{port}/"))).assert_all_failed("dns", 6);
}

#[test]
fn an_address_can_stand_for_another() {
    let server = server();
    let port = server.address().port();
    let test = pinning(&format!("192.0.2.1:{port}:127.0.0.1"));
    drive(test, get(&format!("http://192.0.2.1:{port}/"))).assert_all_good(6);
}

#[test]
fn dead_addresses_make_way_for_live_ones() {
    let server = server();
    let port = server.address().port();
    // Nobody listens on the other two.
    let test = pinning(&format!("shop.invalid:{port}:127.0.0.2,127.0.0.1,127.0.0.3"));
    drive(test, get(&format!("http://shop.invalid:{port}/"))).assert_all_good(6);
}

#[test]
fn the_address_of_a_proxy_can_be_given_too() {
    let server = server();
    let proxy = ProxyServer::start(ProxyBehaviour::Works, server.address()).unwrap();
    let port = proxy.address().port();
    let mut test = pinning(&format!("proxy.invalid:{port}:127.0.0.1"));
    let place = format!("proxy.invalid:{port}").parse().unwrap();
    test.network.proxies = loadline_load::transport::Proxies::all(place);
    drive(test, get("http://shop.invalid/")).assert_all_good(6);
}

#[test]
fn what_pins_no_host_is_refused_with_the_form() {
    let check = |text: &str, expected: &str| {
        let error = text.parse::<PinnedHost>().unwrap_err().to_string();
        let form = "; it reads `shop.test:443:127.0.0.1` or `shop.test:443:10.0.0.1,10.0.0.2`";
        assert_eq!(error.strip_suffix(form), Some(expected));
    };
    check("shop.test", "it has no port");
    check("shop.test:443", "it has no address");
    check(":443:127.0.0.1", "it has no host");
    check("shop.test:port:127.0.0.1", "its port is not a number up to 65535");
    check("shop.test:443:", "`` is not an address");
    check("shop.test:443:127.0.0.1,localhost", "`localhost` is not an address");
}

#[test]
fn addresses_of_version_six_are_read_with_and_without_brackets() {
    let expected: SocketAddr = "[::1]:443".parse().unwrap();
    for text in ["shop.test:443:::1", "shop.test:443:[::1]", "[2001:db8::1]:443:[::1]"] {
        let pinned: PinnedHost = text.parse().unwrap();
        assert_eq!((pinned.addresses[0], pinned.port), (expected.ip(), 443), "{text}");
    }
    assert_eq!("[2001:db8::1]:443:[::1]".parse::<PinnedHost>().unwrap().host, "2001:db8::1");
}
