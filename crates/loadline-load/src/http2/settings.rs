//! Settings (RFC 9113, section 6.5): what this end asks for, what the peer asks for.

use super::error::ConnectionError;
use super::frame::{FrameHead, SETTINGS};

/// The table for what comes. The size that counts when nothing is said.
pub(super) const TABLE_BYTES: usize = 4_096;
/// What may come on one stream, or on all together, before this end says more. Nothing of it is held here.
pub(super) const STREAM_WINDOW_BYTES: u32 = 16 << 20;
pub(super) const CONNECTION_WINDOW_BYTES: u32 = 1 << 30;
/// The window that both ends begin with.
pub(super) const WINDOW_AT_FIRST_BYTES: u32 = 65_535;
/// Streams at once, whatever the peer allows.
pub(super) const STREAMS_MAX: usize = 1_000;
/// Streams at once before the peer has said anything: the least it should allow.
const STREAMS_AT_FIRST: usize = 100;

const HEADER_TABLE_SIZE: u16 = 1;
const ENABLE_PUSH: u16 = 2;
const MAX_CONCURRENT_STREAMS: u16 = 3;
const INITIAL_WINDOW_SIZE: u16 = 4;
const MAX_FRAME_SIZE: u16 = 5;
const MAX_HEADER_LIST_SIZE: u16 = 6;

/// What the peer asked for.
#[derive(Debug)]
pub(super) struct PeerSettings {
    pub(super) table_bytes: usize,
    pub(super) streams_max: usize,
    pub(super) window_bytes: u32,
    pub(super) payload_bytes_max: usize,
}

impl Default for PeerSettings {
    fn default() -> Self {
        Self {
            table_bytes: TABLE_BYTES,
            streams_max: STREAMS_AT_FIRST,
            window_bytes: WINDOW_AT_FIRST_BYTES,
            payload_bytes_max: super::frame::PAYLOAD_BYTES_MAX,
        }
    }
}

/// Appends this end's settings: no pushes, a wide window, and the limit on heads.
pub(super) fn write_own(out: &mut Vec<u8>, head_bytes_max: usize) {
    let list_max = u32::try_from(head_bytes_max).unwrap_or(u32::MAX);
    let settings = [
        (ENABLE_PUSH, 0),
        (INITIAL_WINDOW_SIZE, STREAM_WINDOW_BYTES),
        (MAX_HEADER_LIST_SIZE, list_max),
    ];
    FrameHead { length: 6 * settings.len(), kind: SETTINGS, flags: 0, stream: 0 }.write(out);
    for (name, value) in settings {
        out.extend_from_slice(&name.to_be_bytes());
        out.extend_from_slice(&value.to_be_bytes());
    }
}

impl PeerSettings {
    /// Takes in a frame's payload; names that nobody knows are passed over.
    pub(super) fn apply(&mut self, payload: &[u8], is_first: bool) -> Result<(), ConnectionError> {
        if is_first {
            // A peer that says nothing of streams sets no limit.
            self.streams_max = STREAMS_MAX;
        }
        let (settings, rest) = payload.as_chunks::<6>();
        if !rest.is_empty() {
            return Err(ConnectionError::FrameSize);
        }
        for [high, low, value @ ..] in settings {
            let value = u32::from_be_bytes(*value);
            match (u16::from_be_bytes([*high, *low]), value) {
                (HEADER_TABLE_SIZE, _) => self.table_bytes = value as usize,
                (ENABLE_PUSH, 1..) => {
                    return Err(ConnectionError::Protocol("a server offers to be pushed to"));
                }
                (MAX_CONCURRENT_STREAMS, _) => {
                    self.streams_max = STREAMS_MAX.min(value as usize);
                }
                (INITIAL_WINDOW_SIZE, 0x8000_0000..) => return Err(ConnectionError::FlowControl),
                (INITIAL_WINDOW_SIZE, _) => self.window_bytes = value,
                (MAX_FRAME_SIZE, 16_384..=16_777_215) => self.payload_bytes_max = value as usize,
                (MAX_FRAME_SIZE, _) => {
                    return Err(ConnectionError::Protocol("a largest frame out of range"));
                }
                _ => {}
            }
        }
        Ok(())
    }
}
