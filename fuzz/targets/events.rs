//! The parser of server-sent events: any stream comes in, whole and in pieces. Reading it must not panic,
//! must stay within its limit, and must not depend on where the pieces were cut.
#![no_main]

use libfuzzer_sys::fuzz_target;
use loadline_load::events::{EventError, EventParser};

/// Small, so that the fuzzer reaches it.
const LIMIT_BYTES: usize = 128;
/// A byte that is not UTF-8 becomes a sign of three.
const DECODED_BYTES_MAX: usize = 3 * LIMIT_BYTES;
/// The first byte of an input is the size of the pieces.
const CONTROL_BYTES: usize = 1;

fuzz_target!(|input: &[u8]| {
    let Some((size, bytes)) = input.split_at_checked(CONTROL_BYTES) else { return };
    let whole = read(std::iter::once(bytes));
    let pieces = read(bytes.chunks(usize::from(size[0]).max(1)));
    assert_eq!(whole, pieces, "the cuts changed what was read");
});

/// The events, what ended them, and the time to wait before coming back.
fn read<'a>(
    pieces: impl Iterator<Item = &'a [u8]>,
) -> (Vec<String>, Option<EventError>, Option<u64>) {
    let mut parser = EventParser::new(LIMIT_BYTES);
    let mut events = Vec::new();
    for piece in pieces {
        let fed = parser.feed(piece, |event| {
            assert!(event.data.len() <= DECODED_BYTES_MAX, "{} bytes of data", event.data.len());
            events.push(format!("{event:?}"));
        });
        if let Err(error) = fed {
            return (events, Some(error), parser.retry_ms());
        }
    }
    (events, None, parser.retry_ms())
}
