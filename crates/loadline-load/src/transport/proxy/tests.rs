//! Proxies as they are written down, and the targets that go without.

use super::{Exceptions, Proxies, Proxy, forwarded};
use crate::transport::Endpoint;

fn endpoint(url: &str) -> Endpoint {
    Endpoint::of(url).unwrap().0
}

#[test]
fn a_proxy_is_read_with_and_without_scheme_port_and_credentials() {
    let check = |text: &str, expected: &str, line: &str| {
        let proxy: Proxy = text.parse().unwrap();
        assert_eq!(proxy.to_string(), expected);
        assert_eq!(proxy.authorization_line(), line);
    };
    check("http://proxy.test:3128", "http://proxy.test:3128", "");
    check("HTTP://Proxy.test:3128/", "http://proxy.test:3128", "");
    check("proxy.test:3128", "http://proxy.test:3128", "");
    check("[::1]", "http://[::1]", "");
    let line = "proxy-authorization: Basic bWU6c2VjcmV0\r\n";
    check("http://me:secret@proxy.test:3128", "http://proxy.test:3128", line);
    check("me:s%65cret@proxy.test:3128", "http://proxy.test:3128", line);
    let line = "proxy-authorization: Basic bWU6YUBiOiU=\r\n";
    check("http://me:a@b:%@proxy.test:3128", "http://proxy.test:3128", line);
}

#[test]
fn what_is_no_proxy_is_refused_without_its_password() {
    let check = |text: &str, why: &str| {
        let error = text.parse::<Proxy>().unwrap_err();
        assert_eq!(error.why, why);
        assert!(!error.to_string().contains("secret"), "{error}");
    };
    check("https://me:secret@proxy.test", "it must begin with `http://`");
    check("socks5://proxy.test:1080", "it must begin with `http://`");
    check("http://me:secret@", "it has no host");
    check("http://me:secret@proxy.test:port", "its port is not a number up to 65535");
    check("http://me:secret@proxy.test/path", "nothing may follow its port");
}

#[test]
fn what_a_proxy_prints_as_holds_no_password() {
    let proxy: Proxy = "http://me:secret@proxy.test:3128".parse().unwrap();
    assert_eq!(format!("{proxy:?}"), "Proxy(\"http://proxy.test:3128\")");
}

#[test]
fn exceptions_are_names_with_all_below_addresses_and_networks() {
    let list =
        "shop.test, .internal,*.example.test,10.0.0.0/8,[::1],2001:db8::/32,bare.test:8080,,x/y";
    let exceptions: Exceptions = list.parse().unwrap();
    let check = |url: &str, expected: bool| {
        assert_eq!(exceptions.hold(&endpoint(url)), expected, "{url}");
    };
    for url in [
        "http://shop.test",
        "https://a.shop.test",
        "http://internal",
        "http://a.b.internal",
        "http://a.example.test",
        "http://10.200.1.2",
        "http://[::1]:99",
        "http://[2001:db8:1::2]",
        "http://bare.test:8080",
    ] {
        check(url, true);
    }
    for url in [
        "http://workshop.test",
        "http://shop.test.elsewhere",
        "http://11.0.0.1",
        "http://[2001:db9::1]",
        "http://bare.test",
        "http://elsewhere.test",
    ] {
        check(url, false);
    }
    assert!("*".parse::<Exceptions>().unwrap().hold(&endpoint("http://any.test")));
    assert!(!"".parse::<Exceptions>().unwrap().hold(&endpoint("http://any.test")));
}

#[test]
fn each_scheme_has_its_proxy() {
    let proxy: Proxy = "proxy.test:1".parse().unwrap();
    let proxies = Proxies { https: Some(proxy.clone()), ..Proxies::default() };
    assert_eq!(proxies.of(&endpoint("https://shop.test")), Some(&proxy));
    assert_eq!(proxies.of(&endpoint("http://shop.test")), None);
    let mut proxies = Proxies::all(proxy.clone());
    assert_eq!(proxies.of(&endpoint("http://shop.test")), Some(&proxy));
    proxies.except = "shop.test".parse().unwrap();
    assert_eq!(proxies.of(&endpoint("http://shop.test")), None);
}

#[test]
fn a_forwarded_request_names_its_server_and_authorizes_itself() {
    let proxy: Proxy = "me:secret@proxy.test:1".parse().unwrap();
    let written = b"POST /a?b=c HTTP/1.1\r\nhost: other\r\n\r\nbody";
    let rewritten = forwarded(written, &endpoint("http://shop.test:81"), &proxy);
    let expected = "POST http://shop.test:81/a?b=c HTTP/1.1\r\n\
        proxy-authorization: Basic bWU6c2VjcmV0\r\nhost: other\r\n\r\nbody";
    assert_eq!(String::from_utf8(rewritten).unwrap(), expected);
}
