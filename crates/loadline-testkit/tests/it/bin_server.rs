//! The server that shows what it was sent, asked over a plain socket.

use loadline_testkit::BinServer;

use crate::wire::ask_to_end;

/// The answer to a request of `path` with these further lines.
fn ask(path: &str, lines: &str) -> String {
    let server = BinServer::start(None).expect("a server");
    let request = format!("GET {path} HTTP/1.1\r\nhost: test\r\nconnection: close\r\n{lines}\r\n");
    let (answer, end) = ask_to_end(server.address(), request.as_bytes());
    end.expect("an answer in full");
    String::from_utf8(answer).expect("text")
}

#[test]
fn it_shows_what_it_was_sent() {
    let answer = ask("/get?a=1&a=2&b=%C3%BC", "x-own: yes\r\n");
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    for part in [r#""args":{"a":["1","2"],"b":"ü"}"#, r#""X-Own":"yes""#, r#""method":"GET""#] {
        assert!(answer.contains(part), "{part} in {answer}");
    }
}

#[test]
fn its_paths_say_what_it_does() {
    assert!(ask("/redirect/3", "").contains("location: /redirect/2\r\n"));
    assert!(ask("/redirect/1", "").contains("location: /get\r\n"));
    assert!(ask("/status/418", "").starts_with("HTTP/1.1 418 "));
    assert!(ask("/cookies/set?a=1", "").contains("set-cookie: a=1; Path=/\r\n"));
    assert!(ask("/cookies", "cookie: a=1; b=2\r\n").contains(r#"{"cookies":{"a":"1","b":"2"}}"#));
    assert!(ask("/digest-auth/auth/me/pass", "").contains("www-authenticate: Digest realm="));
    assert!(ask("/basic-auth/me/pass", "authorization: Basic bWU6cGFzcw==\r\n").contains("true"));
    assert!(ask("/stream/2", "").ends_with("9\r\n{\"id\":0}\n\r\n9\r\n{\"id\":1}\n\r\n0\r\n\r\n"));
    assert!(ask("/nothing", "").starts_with("HTTP/1.1 404 "));
}

#[test]
fn its_pages_are_those_that_other_tests_know() {
    assert!(ask("/cookies/set/a/1", "").contains("set-cookie: a=1; Path=/\r\n"));
    assert!(ask("/absolute-redirect/2", "").contains("location: http://test/absolute-redirect/1"));
    assert!(ask("/hidden-basic-auth/me/pass", "").starts_with("HTTP/1.1 404 "));
    assert!(ask("/forms/post", "").contains("<form id=\"order\""));
    assert!(ask("/links/3/1", "").contains("<a href='/links/3/0'>0</a> 1 "));
    assert!(ask("/response-headers?x-one=1", "").contains("\r\nx-one: 1\r\n"));
    assert!(ask("/cache", "if-none-match: \"version-1\"\r\n").starts_with("HTTP/1.1 304 "));
    assert!(ask("/base64/aGVsbG8=", "").ends_with("\r\n\r\nhello"));
    assert!(ask("/range/26", "range: bytes=1-3\r\n").ends_with("\r\n\r\nbcd"));
    assert!(ask("/drip?numbytes=3&code=202", "").ends_with("\r\n\r\n***"));
}
