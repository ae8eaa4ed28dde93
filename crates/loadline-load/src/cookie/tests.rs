//! Which cookies are kept, and where they go.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::one::Cookie;
use super::{Jar, date};
use crate::message::Fields;
use crate::transport::Endpoint;

fn endpoint(url: &str) -> Endpoint {
    Endpoint::of(url).unwrap().0
}

/// What goes to `to` after `from` set these cookies in its answer to a request of `/a/b`.
fn check(from: &str, set: &[&str], to: &str, expected: &str) {
    let mut jar = Jar::default();
    let mut fields = Fields::default();
    set.iter().for_each(|header| fields.push(b"Set-Cookie", header.as_bytes()));
    jar.keep(&fields, &endpoint(from), "/a/b?x=1");
    let (to, path) = Endpoint::of(to).unwrap();
    let header = jar.header(&to, &path, SystemTime::now());
    assert_eq!(header.unwrap_or_default(), expected, "{set:?} to {to}{path}");
}

const SHOP: &str = "http://shop.test";

#[test]
fn a_cookie_goes_back_to_the_host_and_the_folder_that_set_it() {
    check(SHOP, &["sid=1"], "http://shop.test/a/c", "sid=1");
    check(SHOP, &["sid=1"], "http://shop.test:8080/a", "sid=1");
    check(SHOP, &["sid=1"], "http://shop.test/ab", "");
    check(SHOP, &["sid=1"], "http://other.test/a", "");
    check(SHOP, &["sid=1"], "http://www.shop.test/a", "");
    check(SHOP, &["sid=1; Path=/"], "http://shop.test/x", "sid=1");
    check(SHOP, &["sid=1; path=/x/"], "http://shop.test/x/y", "sid=1");
    check(SHOP, &["sid=1; path=/x"], "http://shop.test/xy", "");
}

#[test]
fn a_domain_widens_it_to_hosts_below_and_no_further() {
    let www = "http://www.shop.test";
    check(www, &["a=1; Domain=shop.test; Path=/"], "http://api.shop.test/", "a=1");
    check(www, &["a=1; Domain=.SHOP.test; Path=/"], "http://shop.test/", "a=1");
    check(www, &["a=1; Domain=shop.test; Path=/"], "http://workshop.test/", "");
    check(www, &["a=1; Domain=other.test; Path=/"], www, "");
    check(www, &["a=1; Domain=test; Path=/"], www, "");
    check("http://127.0.0.1", &["a=1; Domain=0.0.1; Path=/"], "http://127.0.0.1/", "");
}

#[test]
fn a_secure_cookie_goes_over_tls_alone() {
    let secure = "https://shop.test";
    check(secure, &["a=1; Secure; Path=/; HttpOnly"], "https://shop.test/", "a=1");
    check(secure, &["a=1; Secure; Path=/"], "http://shop.test/", "");
}

#[test]
fn cookies_end_when_they_say_and_max_age_outweighs_expires() {
    let past = "Wed, 21 Oct 2015 07:28:00 GMT";
    check(SHOP, &[&format!("a=1; Path=/; Expires={past}")], "http://shop.test/", "");
    check(SHOP, &["a=1; Path=/; Max-Age=0"], "http://shop.test/", "");
    check(SHOP, &["a=1; Path=/; Max-Age=-5"], "http://shop.test/", "");
    check(SHOP, &["a=1; Path=/; Max-Age=60"], "http://shop.test/", "a=1");
    let both = format!("a=1; Path=/; Max-Age=60; Expires={past}");
    check(SHOP, &[&both], "http://shop.test/", "a=1");
    check(SHOP, &["a=1; Path=/", "a=; Path=/; Max-Age=0"], "http://shop.test/", "");
    check(SHOP, &["a=1; Path=/; Max-Age=99999999999999999"], "http://shop.test/", "a=1");
}

#[test]
fn a_newer_one_replaces_and_longer_paths_go_first() {
    check(SHOP, &["a=1", "a=2"], "http://shop.test/a", "a=2");
    check(SHOP, &["a=1; Path=/", "b=2; Path=/a"], "http://shop.test/a", "b=2; a=1");
}

#[test]
fn what_is_no_cookie_or_too_long_is_not_kept() {
    check(SHOP, &["", "noequals", "=value", ";a=1"], "http://shop.test/a", "");
    let long = format!("a={}", "x".repeat(4 * 1024));
    check(SHOP, &[&long], "http://shop.test/a", "");
}

#[test]
fn a_jar_is_bounded_for_a_host_and_in_all() {
    let now = SystemTime::now();
    let mut jar = Jar::default();
    let mut put = |host: usize, name: usize| {
        let header = format!("c{name}=1; Path=/");
        let endpoint = endpoint(&format!("http://h{host}.test"));
        jar.put(Cookie::read(header.as_bytes(), &endpoint, "/", now).unwrap(), now);
        jar.len()
    };
    assert_eq!((0..60).map(|name| put(0, name)).last(), Some(50));
    assert_eq!(
        (1..100)
            .flat_map(|host| (0..5).map(move |name| (host, name)))
            .map(|(h, n)| put(h, n))
            .last(),
        Some(300)
    );
}

#[test]
fn dates_are_read_in_every_dress() {
    let moment = UNIX_EPOCH + Duration::from_secs(1_445_412_480);
    for text in [
        "Wed, 21 Oct 2015 07:28:00 GMT",
        "Wednesday, 21-Oct-15 07:28:00 GMT",
        "Wed Oct 21 07:28:00 2015",
        "21 october 2015 07:28:00",
    ] {
        assert_eq!(date::read(text), Some(moment), "{text}");
    }
    for text in ["", "tomorrow", "31 Feb 2015 00:00:00", "21 Oct 2015 25:00:00", "21 Oct 2015"] {
        assert_eq!(date::read(text), None, "{text}");
    }
    assert_eq!(date::read("1 Jan 1969 00:00:00"), Some(UNIX_EPOCH));
}
