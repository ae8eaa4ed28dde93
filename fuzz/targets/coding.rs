//! The decoders of bodies: the first byte of an input chooses the coding, the rest is decoded. Decoding must
//! not panic, must not pass its limit, and whatever was coded must be decoded to the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use loadline_core::file::Coding;
use loadline_load::coding::{decode, encode};

const LIMIT_BYTES: usize = 64 * 1024;

fuzz_target!(|input: &[u8]| {
    let Some((choice, body)) = input.split_first() else { return };
    let (coding, name) = Coding::ALL[usize::from(*choice) % Coding::ALL.len()];
    if let Ok(decoded) = decode(coding, body, LIMIT_BYTES) {
        assert!(decoded.capacity() <= LIMIT_BYTES, "{name}: {} bytes of room", decoded.capacity());
    }
    if body.len() <= 256 {
        assert_eq!(
            decode(coding, &encode(coding, body), LIMIT_BYTES).as_deref(),
            Ok(body),
            "{name}"
        );
    }
});
