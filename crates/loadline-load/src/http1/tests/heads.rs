//! Heads: what frames the body, what keeps the connection, what is no head at all.

use super::*;

#[test]
fn a_content_length_frames_the_body() {
    check("HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello", "200 kept `hello`");
    check("HTTP/1.1 200 OK\r\nCONTENT-LENGTH:  0005 \r\n\r\nhello", "200 kept `hello`");
    check("HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n", "404 kept ``");
    check("HTTP/1.1 200\r\ncontent-length: 2\r\n\r\nok", "200 kept `ok`");
}

#[test]
fn a_body_without_a_length_ends_with_the_connection() {
    check("HTTP/1.1 200 OK\r\n\r\nhello", "200 closed `hello`");
    check("HTTP/1.1 200 OK\r\n\r\n", "200 closed ``");
    check("HTTP/1.1 200 OK\r\nconnection: keep-alive\r\n\r\nhello", "200 closed `hello`");
}

#[test]
fn answers_to_head_and_some_statuses_have_no_body() {
    check_head("HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n", "200 kept ``");
    check_head("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n", "200 kept ``");
    check_head("HTTP/1.1 200 OK\r\n\r\n", "200 kept ``");
    check("HTTP/1.1 204 No Content\r\n\r\n", "204 kept ``");
    check("HTTP/1.1 204 No Content\r\ncontent-length: 9\r\n\r\n", "204 kept ``");
    check("HTTP/1.1 304 Not Modified\r\ncontent-length: 500\r\n\r\n", "304 kept ``");
    check("HTTP/1.1 304 Not Modified\r\ntransfer-encoding: chunked\r\n\r\n", "304 kept ``");
}

#[test]
fn interim_answers_precede_the_final_one() {
    let interim = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n";
    let last = "HTTP/1.1 201 Created\r\ncontent-length: 2\r\n\r\nok";
    check(&format!("{interim}{last}"), "201 kept `ok`");
    check(interim, "the connection closed inside the answer");
    check("HTTP/1.1 100 Continue\r\nconnection: close\r\n\r\n", TRUNCATED);
}

#[test]
fn a_switch_of_protocols_is_final_and_ends_the_use_of_the_connection() {
    check("HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\n\r\n", "101 closed ``");
}

#[test]
fn the_connection_header_is_read_token_by_token() {
    let with = |version: &str, value: &str| {
        format!("HTTP/{version} 200 OK\r\nConnection: {value}\r\ncontent-length: 0\r\n\r\n")
    };
    check(&with("1.1", "close"), "200 closed ``");
    check(&with("1.1", "Close"), "200 closed ``");
    check(&with("1.1", "upgrade , CLOSE"), "200 closed ``");
    check(&with("1.1", "keep-alive"), "200 kept ``");
    check(&with("1.1", "closed"), "200 kept ``");
    check(&with("1.0", "keep-alive"), "200 kept ``");
    check(&with("1.0", "foo, Keep-Alive"), "200 kept ``");
    check(&with("1.0", "foo"), "200 closed ``");
}

#[test]
fn http_1_0_closes_unless_it_says_otherwise() {
    check("HTTP/1.0 200 OK\r\ncontent-length: 2\r\n\r\nok", "200 closed `ok`");
    check("HTTP/1.0 200 OK\r\n\r\nok", "200 closed `ok`");
}

#[test]
fn lengths_that_contradict_each_other_are_refused() {
    let with = |headers: &str| format!("HTTP/1.1 200 OK\r\n{headers}\r\nhello");
    check(&with("content-length: 5\r\ncontent-length: 5\r\n"), "200 kept `hello`");
    check(&with("content-length: 5\r\ncontent-length: 6\r\n"), BAD_LENGTH);
    check(&with("content-length: 5, 5\r\n"), BAD_LENGTH);
    check(
        &with("content-length: 5\r\ntransfer-encoding: chunked\r\n"),
        "the answer has both Content-Length and Transfer-Encoding",
    );
    check(
        &with("transfer-encoding: gzip, chunked\r\n"),
        "the answer's transfer coding is not `chunked`",
    );
}

#[test]
fn a_length_that_is_no_number_is_refused() {
    for length in ["", "-1", "+5", "0x5", "5 5", "five", "18446744073709551616"] {
        check(&format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n"), BAD_LENGTH);
    }
}

#[test]
fn garbage_is_not_http() {
    check("\u{80}\u{ff}garbage", "the answer is not HTTP/1: invalid HTTP version");
    check("HTTP/2.0 200 OK\r\n\r\n", "the answer is not HTTP/1: invalid HTTP version");
    check("HTTP/1.1 2x0 OK\r\n\r\n", "the answer is not HTTP/1: invalid response status");
    check("HTTP/1.1 200 OK\r\nno colon\r\n\r\n", "the answer is not HTTP/1: invalid header name");
}

#[test]
fn a_head_beyond_its_limit_is_refused_however_it_comes() {
    let limits = Limits { head_bytes_max: 100, ..Limits::default() };
    let sized = |bytes: usize| {
        let head = "HTTP/1.1 200 OK\r\ncontent-length: 0\r\nx: ";
        format!("{head}{}\r\n\r\n", "y".repeat(bytes - head.len() - 4))
    };
    check_with(limits, false, &sized(100), "200 kept ``");
    check_with(limits, false, &sized(101), HEAD_TOO_LARGE);
    check_with(limits, false, &sized(1_000), HEAD_TOO_LARGE);
    let interim = "HTTP/1.1 100 Continue\r\n\r\n";
    check_with(limits, false, &interim.repeat(5), HEAD_TOO_LARGE);
    check_with(limits, false, &format!("{interim}{}", sized(80)), HEAD_TOO_LARGE);
}

#[test]
fn more_header_lines_than_there_is_room_for_are_refused() {
    let lines = |count| format!("HTTP/1.1 204 OK\r\n{}\r\n", "x: y\r\n".repeat(count));
    check(&lines(128), "204 kept ``");
    check(&lines(129), "the answer is not HTTP/1: too many headers");
}

#[test]
fn an_answer_cut_short_is_told_from_one_that_ended() {
    check("", TRUNCATED);
    check("HTTP/1.1 200 OK\r\ncontent-le", TRUNCATED);
    check("HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhell", TRUNCATED);
}

#[test]
fn bytes_after_the_answer_are_an_error() {
    check("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nokay", TRAILING);
    check("HTTP/1.1 204 No Content\r\n\r\n\r\n", TRAILING);
    check("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\nx", TRAILING);
    check_head("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok", TRAILING);
}

#[test]
fn a_parser_is_as_new_after_each_answer() {
    let mut parser = ResponseParser::new(Limits::default(), HeadMemo::default());
    parser.expect(false, Keep { body: true, ..Keep::default() });
    assert!(parser.feed(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhal").is_ok());
    parser.expect(true, Keep::default());
    assert_eq!(parser.feed(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n"), Ok(Step::Done));
    let reply = parser.take_reply();
    assert_eq!((reply.status, reply.body_bytes, reply.body), (200, 0, None));
    parser.expect(false, Keep::default());
    assert_eq!(parser.feed(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"), Ok(Step::Done));
    let reply = parser.take_reply();
    assert_eq!((reply.status, reply.body_bytes, reply.body), (200, 2, None));
}

#[test]
fn a_head_seen_before_is_read_alike_and_a_longer_one_is_not_taken_for_it() {
    let memo = HeadMemo::default();
    let read = |bytes: &[u8], to_head_request| {
        let mut parser = ResponseParser::new(Limits::default(), memo.clone());
        parser.expect(to_head_request, Keep { body: true, ..Keep::default() });
        parser.feed(bytes).map(|step| (step, parser.take_reply()))
    };
    for round in ["one", "two", "six"] {
        for status in 205..215 {
            let whole = format!("HTTP/1.1 {status} OK\r\ncontent-length: 3\r\n\r\n{round}");
            let (step, reply) = read(whole.as_bytes(), false).unwrap();
            assert_eq!((step, reply.status), (Step::Done, status));
            assert_eq!(reply.body.as_deref(), Some(round.as_bytes()));
        }
        let head = b"HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\n";
        assert_eq!(read(head, true).unwrap().0, Step::Done, "the answer to HEAD has no body");
        assert_eq!(read(head, false).unwrap().0, Step::More, "the answer to GET has one");
    }
}
