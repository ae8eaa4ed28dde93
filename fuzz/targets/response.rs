//! The HTTP/1.1 response parser: whatever a server may send comes in, whole and in pieces. Reading it
//! must not panic, must stay within its limits, and must not depend on where the pieces were cut.
#![no_main]

use libfuzzer_sys::fuzz_target;
use loadline_load::http1::{HeadMemo, ProtocolError, ResponseParser, Step};
use loadline_load::message::{Keep, Limits, Reply};

/// Small, so that the fuzzer reaches them.
const LIMITS: Limits = Limits { head_bytes_max: 512, body_bytes_max: 1024 };
/// The first bytes of an input say how the rest is read: one of flags, four of piece sizes.
const CONTROL_BYTES: usize = 5;

fuzz_target!(|input: &[u8]| {
    let Some((control, bytes)) = input.split_at_checked(CONTROL_BYTES) else { return };
    let (flags, sizes) = (control[0], &control[1..]);
    let whole = read(flags, std::iter::once(bytes));
    let pieces = read(flags, cut(bytes, sizes).into_iter());
    match (whole, pieces) {
        (Ok(whole), Ok(pieces)) => assert_eq!(whole, pieces, "the cuts changed the reply"),
        // Which of two faults is met first may depend on the cuts; that there is one may not.
        (whole, pieces) => assert_eq!(whole.is_err(), pieces.is_err(), "{whole:?} {pieces:?}"),
    }
});

fn read<'a>(
    flags: u8,
    pieces: impl Iterator<Item = &'a [u8]>,
) -> Result<(Step, Reply), ProtocolError> {
    let mut parser = ResponseParser::new(LIMITS, HeadMemo::default());
    parser.expect(
        flags & 1 != 0,
        Keep { fields: flags & 2 != 0, body: flags & 2 != 0, failure: flags & 8 != 0, peer: false },
    );
    let mut step = Step::More;
    for piece in pieces {
        step = parser.feed(piece)?;
    }
    if flags & 4 != 0 {
        parser.end()?;
    }
    let reply = parser.take_reply();
    assert!(reply.body_bytes <= LIMITS.body_bytes_max, "{} bytes of body", reply.body_bytes);
    let kept = reply.body.as_ref().map_or(0, Vec::len) as u64;
    assert!(kept <= reply.body_bytes, "more was kept than received");
    Ok((step, reply))
}

/// Cuts the bytes into pieces of the sizes given, over and over; an empty piece is one byte long.
fn cut<'a>(mut bytes: &'a [u8], sizes: &[u8]) -> Vec<&'a [u8]> {
    let mut pieces = Vec::new();
    for size in sizes.iter().cycle() {
        if bytes.is_empty() {
            break;
        }
        let (piece, rest) = bytes.split_at(usize::from(*size).clamp(1, bytes.len()));
        pieces.push(piece);
        bytes = rest;
    }
    pieces
}
