//! The parser, value in and value out: every response is fed whole, cut in two at every place, and byte
//! by byte, and must come to the same each time. Deliberately not here: sockets (see `tests/it`).

mod bodies;
mod heads;
mod pieces;
mod requests;

use super::*;
use crate::message::{Keep, Limits, Payload, Reply, Rest};

const BAD_CHUNK: &str = "the answer's chunked body is malformed";
const BAD_LENGTH: &str = "the answer's Content-Length is not one number";
const BODY_TOO_LARGE: &str = "the answer's body is larger than the limit";
const HEAD_TOO_LARGE: &str = "the answer's head is larger than the limit";
const TRAILING: &str = "bytes follow the end of the answer";
const TRUNCATED: &str = "the connection closed inside the answer";

/// What a connection that carries `bytes` and then ends comes to.
fn parse_pieces<'a>(
    limits: Limits,
    to_head_request: bool,
    pieces: impl IntoIterator<Item = &'a [u8]>,
) -> Result<Reply, ProtocolError> {
    let mut parser = ResponseParser::new(limits, HeadMemo::default());
    parser.expect(to_head_request, Keep { body: true, ..Keep::default() });
    let mut step = Step::More;
    for piece in pieces {
        step = parser.feed(piece)?;
    }
    if step == Step::More {
        parser.end()?;
    }
    Ok(parser.take_reply())
}

/// One line: status, what becomes of the connection and the body; or the error.
fn shown(outcome: &Result<Reply, ProtocolError>) -> String {
    match outcome {
        Ok(reply) => {
            let body = reply.body.as_deref().unwrap_or_default();
            assert_eq!(reply.body_bytes, body.len() as u64);
            let connection = if reply.keep_alive { "kept" } else { "closed" };
            format!("{} {connection} `{}`", reply.status, String::from_utf8_lossy(body))
        }
        Err(error) => error.to_string(),
    }
}

fn check_with(limits: Limits, to_head_request: bool, response: &str, expected: &str) {
    let bytes = response.as_bytes();
    let outcome = |pieces: Vec<&[u8]>| shown(&parse_pieces(limits, to_head_request, pieces));
    assert_eq!(outcome(vec![bytes]), expected, "whole: {response:?}");
    for cut in 0..bytes.len() {
        let (before, after) = bytes.split_at(cut);
        assert_eq!(outcome(vec![before, after]), expected, "cut at {cut}: {response:?}");
    }
    assert_eq!(outcome(bytes.chunks(1).collect()), expected, "byte by byte: {response:?}");
}

/// The answer to a GET comes to this, however its bytes arrive.
fn check(response: &str, expected: &str) {
    check_with(Limits::default(), false, response, expected);
}

/// The answer to a HEAD.
fn check_head(response: &str, expected: &str) {
    check_with(Limits::default(), true, response, expected);
}
