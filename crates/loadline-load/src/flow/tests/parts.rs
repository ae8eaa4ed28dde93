//! Places of redirects, heads that change, secrets taken out, moments written.

use std::time::{Duration, UNIX_EPOCH};

use loadline_core::file::{Clock, Method};

use super::super::head::{self, Change};
use super::super::redact::Redactor;
use crate::calendar::write_moment;
use crate::location::resolve;
use crate::transport::Endpoint;

#[test]
fn locations_are_resolved_as_rfc_3986_has_it() {
    let endpoint = Endpoint::of("http://shop.test:81").unwrap().0;
    let check = |location: &str, expected: &str| {
        let (endpoint, path) = resolve(location, &endpoint, "/b/c/d?q=1").unwrap();
        assert_eq!(format!("{endpoint}{path}"), expected, "{location}");
    };
    check("https://other.test/x?y=1#z", "https://other.test/x?y=1");
    check("//other.test/x", "http://other.test/x");
    check("/x", "http://shop.test:81/x");
    check("g", "http://shop.test:81/b/c/g");
    check("./g?y", "http://shop.test:81/b/c/g?y");
    check("../g", "http://shop.test:81/b/g");
    check("../../../g", "http://shop.test:81/g");
    check("..", "http://shop.test:81/b/");
    check("?y=2", "http://shop.test:81/b/c/d?y=2");
    check("", "http://shop.test:81/b/c/d?q=1");
    check("/a/./b/../c", "http://shop.test:81/a/c");
    assert!(
        resolve("ftp://x/", &endpoint, "/").is_err() && resolve("x:80", &endpoint, "/").is_err()
    );
}

#[test]
fn a_head_goes_on_without_what_does_not_belong_there() {
    let written = b"POST /a HTTP/1.1\r\nhost: a.test\r\nauthorization: Basic x\r\ncookie: c=1\r\n\
                    x-own: 1\r\ncontent-type: text/plain\r\ncontent-length: 4\r\n\r\nbody";
    let change = Change {
        method: Method::Get,
        host: "b.test",
        path: "/b c",
        with_body: false,
        with_credentials: false,
        with_cookies: false,
        lines: &[("cookie", "d=2".to_owned())],
    };
    let text = String::from_utf8(head::changed(written, &change)).unwrap();
    assert_eq!(text, "GET /b%20c HTTP/1.1\r\nhost: b.test\r\nx-own: 1\r\ncookie: d=2\r\n\r\n");
    let all = Change {
        with_body: true,
        with_credentials: true,
        with_cookies: true,
        lines: &[],
        ..change
    };
    let text = String::from_utf8(head::changed(written, &all)).unwrap();
    assert!(text.contains("authorization: Basic x\r\ncookie: c=1\r\n"), "{text}");
    assert!(text.ends_with("content-length: 4\r\n\r\nbody"), "{text}");
}

#[test]
fn lines_are_added_behind_the_others_and_cannot_be_two() {
    let mut written = b"GET / HTTP/1.1\r\nhost: a\r\n\r\nbody".to_vec();
    head::add(&mut written, &[("cookie", "a=1\r\nevil: 1".to_owned())]);
    assert_eq!(written, b"GET / HTTP/1.1\r\nhost: a\r\ncookie: a=1evil: 1\r\n\r\nbody");
}

#[test]
fn secrets_are_taken_out_wherever_they_are_cut() {
    let redactor =
        Redactor::new(&["hunter2".to_owned(), "hunter2000".to_owned(), "a b".to_owned()]);
    assert_eq!(
        redactor.text("x hunter2 hunter2000 a+b a%20b a b"),
        "x [secret] [secret] [secret] [secret] [secret]"
    );
    let text = b"0123456hunter2 and more";
    for limit in 0..=text.len() {
        let shown = redactor.excerpt(text, limit);
        assert!(!shown.contains("hun"), "{limit}: {shown}");
        assert_eq!(shown.ends_with('…'), limit < text.len(), "{shown}");
    }
    let head = b"GET / HTTP/1.1\r\nCookie: sid=1\r\nx: hunter2\r\n\r\n";
    assert_eq!(redactor.head(head, 1_000), "GET / HTTP/1.1\nCookie: [secret]\nx: [secret]");
}

#[test]
fn moments_are_written_as_the_clock_says() {
    let moment = UNIX_EPOCH + Duration::from_millis(1_709_210_096_007);
    let check = |clock, expected: &str| {
        let mut out = String::new();
        write_moment(&mut out, clock, moment);
        assert_eq!(out, expected);
    };
    check(Clock::Seconds, "1709210096");
    check(Clock::Milliseconds, "1709210096007");
    check(Clock::Rfc3339, "2024-02-29T12:34:56.007Z");
}
