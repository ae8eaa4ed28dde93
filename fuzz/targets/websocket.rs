//! The reader of WebSocket messages: whatever a server may send comes in, whole and in pieces. Reading it
//! must not panic, must stay within its limit, and must not depend on where the pieces were cut.
#![no_main]

use libfuzzer_sys::fuzz_target;
use loadline_load::websocket::{MessageReader, Received, Violation};

/// Small, so that the fuzzer reaches it.
const LIMIT_BYTES: u64 = 512;
/// The first bytes of an input are the sizes of the pieces.
const CONTROL_BYTES: usize = 4;

fuzz_target!(|input: &[u8]| {
    let Some((sizes, bytes)) = input.split_at_checked(CONTROL_BYTES) else { return };
    let whole = read(std::iter::once(bytes));
    let pieces = read(cut(bytes, sizes).into_iter());
    assert_eq!(whole, pieces, "the cuts changed what was read");
});

/// What was said, and what ended it.
fn read<'a>(pieces: impl Iterator<Item = &'a [u8]>) -> (Vec<String>, Option<Violation>) {
    let mut reader = MessageReader::new(LIMIT_BYTES);
    let mut said = Vec::new();
    for mut piece in pieces {
        loop {
            match reader.read(&mut piece) {
                Ok(Some(received)) => {
                    check_size(received);
                    said.push(format!("{received:?}"));
                }
                Ok(None) => break,
                Err(violation) => return (said, Some(violation)),
            }
        }
        assert!(piece.is_empty(), "{} bytes were left", piece.len());
    }
    (said, None)
}

fn check_size(received: Received<'_>) {
    let (bytes, limit) = match received {
        Received::Text(text) => (text.len() as u64, LIMIT_BYTES),
        Received::Binary(bytes) => (bytes.len() as u64, LIMIT_BYTES),
        Received::Ping(bytes) | Received::Pong(bytes) => (bytes.len() as u64, 125),
        Received::Close(close) => (close.reason.len() as u64, 123),
    };
    assert!(bytes <= limit, "{bytes} bytes");
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
