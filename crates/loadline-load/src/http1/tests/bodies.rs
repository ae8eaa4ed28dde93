//! Chunked bodies, and the limit on bodies of every framing.

use super::*;

fn chunked(body: &str) -> String {
    format!("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n{body}")
}

#[test]
fn chunks_are_put_together() {
    check(&chunked("0\r\n\r\n"), "200 kept ``");
    check(&chunked("5\r\nhello\r\n0\r\n\r\n"), "200 kept `hello`");
    check(&chunked("2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n"), "200 kept `hello`");
    check(
        &chunked("A\r\n0123456789\r\n00a\r\nabcdefghij\r\n000\r\n\r\n"),
        "200 kept `0123456789abcdefghij`",
    );
}

#[test]
fn extensions_and_trailers_are_passed_over() {
    check(&chunked("5;name=value\r\nhello\r\n0;last\r\n\r\n"), "200 kept `hello`");
    check(&chunked("5 ; a=\"b;c\"\r\nhello\r\n0\r\n\r\n"), "200 kept `hello`");
    check(&chunked("5\r\nhello\r\n0\r\nx-sum: 1\r\nx-more: 2\r\n\r\n"), "200 kept `hello`");
}

#[test]
fn lines_may_end_in_a_bare_newline() {
    check(&chunked("5\nhello\n0\n\n"), "200 kept `hello`");
}

#[test]
fn a_size_that_is_no_number_is_refused() {
    for body in ["zz\r\n", "\r\n", ";a\r\n", "-1\r\n", "0x5\r\nhello\r\n", "5\r\nhelloX", "\n"] {
        check(&chunked(body), BAD_CHUNK);
    }
}

#[test]
fn a_size_of_up_to_sixteen_digits_is_a_number_and_more_are_not() {
    check(&chunked("0000000000000005\r\nhello\r\n0\r\n\r\n"), "200 kept `hello`");
    check(&chunked("00000000000000005\r\nhello\r\n0\r\n\r\n"), BAD_CHUNK);
    check(&chunked("ffffffffffffffff\r\nhello"), TRUNCATED);
    check(&chunked("1ffffffffffffffff\r\nhello"), BAD_CHUNK);
}

#[test]
fn a_chunked_body_ends_only_with_its_last_chunk() {
    for body in
        ["", "5", "5\r\n", "5\r\nhel", "5\r\nhello", "5\r\nhello\r\n", "0\r\n", "0\r\nx: 1\r\n"]
    {
        check(&chunked(body), TRUNCATED);
    }
}

#[test]
fn what_surrounds_the_chunks_is_bounded() {
    let refused = |body: String| {
        let whole = parse_pieces(Limits::default(), false, [chunked(&body).as_bytes()]);
        assert_eq!(shown(&whole), BAD_CHUNK, "{}", &body[..20]);
    };
    refused(format!("5;{}", "x".repeat(70_000)));
    refused(format!("0\r\n{}", "x: y\r\n".repeat(70_000)));
    refused(format!("0\r\n{}", "\r".repeat(70_000)));
    refused(format!("5\r\nhello{}", "\r".repeat(70_000)));
}

#[test]
fn a_body_beyond_its_limit_is_refused_whatever_frames_it() {
    let limits = Limits { body_bytes_max: 10, ..Limits::default() };
    let check = |response: &str, expected| check_with(limits, false, response, expected);
    check("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n0123456789", "200 kept `0123456789`");
    check("HTTP/1.1 200 OK\r\ncontent-length: 11\r\n\r\n", BODY_TOO_LARGE);
    check("HTTP/1.1 200 OK\r\n\r\n0123456789", "200 closed `0123456789`");
    check("HTTP/1.1 200 OK\r\n\r\n0123456789a", BODY_TOO_LARGE);
    check(&chunked("5\r\n01234\r\n5\r\n56789\r\n0\r\n\r\n"), "200 kept `0123456789`");
    check(&chunked("5\r\n01234\r\n6\r\n56789a\r\n0\r\n\r\n"), BODY_TOO_LARGE);
    check_with(limits, true, "HTTP/1.1 200 OK\r\ncontent-length: 11\r\n\r\n", "200 kept ``");
}

#[test]
fn a_body_that_nobody_asked_for_is_counted_and_not_kept() {
    let mut parser = ResponseParser::new(Limits::default(), HeadMemo::default());
    parser.expect(false, Keep::default());
    let step = parser.feed(chunked("5\r\nhello\r\n0\r\n\r\n").as_bytes());
    assert_eq!(step, Ok(Step::Done));
    assert_eq!(parser.memory_held_bytes(), 0);
    assert_eq!(parser.take_reply().body_bytes, 5);
}
