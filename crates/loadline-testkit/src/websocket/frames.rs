//! Frames from the server's side: what a client sent, unmasked in place; what goes back, unmasked.

use std::io;
use std::ops::Range;

/// The longest payload taken.
const PAYLOAD_MAX_BYTES: u64 = 64 << 20;

/// A client's frame that is complete.
#[derive(Debug, Clone)]
pub(super) struct Frame {
    /// The first byte as it came: the final bit and the opcode.
    pub(super) first: u8,
    /// Where its payload lies, its mask taken off.
    pub(super) payload: Range<usize>,
}

impl Frame {
    pub(super) fn opcode(&self) -> u8 {
        self.first & 0x0F
    }
}

/// The frame that starts at `at`, if it is complete.
pub(super) fn next_frame(bytes: &mut [u8], at: usize) -> io::Result<Option<Frame>> {
    let &[first, second, ref rest @ ..] = &bytes[at..] else { return Ok(None) };
    if second & 0x80 == 0 {
        return Err(io::Error::other("the client did not mask a frame"));
    }
    let (length, head) = match second & 0x7F {
        126 => match rest.first_chunk() {
            Some(length) => (u64::from(u16::from_be_bytes(*length)), 4),
            None => return Ok(None),
        },
        127 => match rest.first_chunk() {
            Some(length) => (u64::from_be_bytes(*length), 10),
            None => return Ok(None),
        },
        length => (u64::from(length), 2),
    };
    if length > PAYLOAD_MAX_BYTES {
        return Err(io::Error::other("the client sent too large a frame"));
    }
    let key_at = at + head;
    let payload = key_at + 4..key_at + 4 + length as usize;
    if bytes.len() < payload.end {
        return Ok(None);
    }
    let key = [bytes[key_at], bytes[key_at + 1], bytes[key_at + 2], bytes[key_at + 3]];
    for (place, byte) in bytes[payload.clone()].iter_mut().enumerate() {
        *byte ^= key[place & 3];
    }
    Ok(Some(Frame { first, payload }))
}

/// Appends a frame as a server sends it.
pub(super) fn push_frame(out: &mut Vec<u8>, first: u8, payload: &[u8]) {
    out.push(first);
    match payload.len() {
        length @ 0..=125 => out.push(length as u8),
        length @ 126..=0xFFFF => {
            out.push(126);
            out.extend_from_slice(&(length as u16).to_be_bytes());
        }
        length => {
            out.push(127);
            out.extend_from_slice(&(length as u64).to_be_bytes());
        }
    }
    out.extend_from_slice(payload);
}
