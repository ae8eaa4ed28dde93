//! Requests as bytes.

use loadline_core::file::Method;

use super::*;

fn check(path: &str, headers: &[(&str, &str)], body_bytes: Option<u64>, expected: &str) {
    let mut out = Vec::new();
    let headers = headers.iter().copied();
    write_head(&mut out, Method::Post, path, "host.test:81", headers, body_bytes);
    assert_eq!(String::from_utf8(out).unwrap(), expected);
}

#[test]
fn a_head_is_written_in_order() {
    check(
        "/items?page=2",
        &[("accept", "*/*"), ("X-Own", "a b")],
        Some(10_485_760),
        "POST /items?page=2 HTTP/1.1\r\nhost: host.test:81\r\naccept: */*\r\nX-Own: a b\r\n\
         content-length: 10485760\r\n\r\n",
    );
    check("/", &[], None, "POST / HTTP/1.1\r\nhost: host.test:81\r\n\r\n");
}

#[test]
fn a_path_cannot_leave_its_request_line() {
    check(
        "/a b\r\nx: y\u{7f}/é%20",
        &[],
        None,
        "POST /a%20b%0D%0Ax:%20y%7F/%C3%A9%20 HTTP/1.1\r\nhost: host.test:81\r\n\r\n",
    );
}

#[test]
fn a_header_value_cannot_leave_its_line() {
    check(
        "/",
        &[("x", "one\r\ntwo: 2\0")],
        None,
        "POST / HTTP/1.1\r\nhost: host.test:81\r\nx: onetwo: 2\r\n\r\n",
    );
}

#[test]
fn the_length_of_a_payload_counts_the_zeros_that_follow() {
    assert_eq!(Payload { written: b"12345", rest: Rest::Zeros(1_000) }.length(), 1_005);
}
