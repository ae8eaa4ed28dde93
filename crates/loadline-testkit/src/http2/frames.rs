//! Frames as bytes, both ways.

use std::io;

use tokio::io::AsyncReadExt as _;
use tokio::net::TcpStream;

/// What a client says first.
const PREFACE_BYTES: usize = 24;
/// The largest payload taken from a client.
const PAYLOAD_BYTES_MAX: usize = 16 * 1024;
/// Read at once: all that a client puts into one write fits.
const READ_BYTES: usize = 64 * 1024;

pub(super) const DATA: u8 = 0;
pub(super) const HEADERS: u8 = 1;
pub(super) const RST_STREAM: u8 = 3;
pub(super) const SETTINGS: u8 = 4;
pub(super) const PING: u8 = 6;
pub(super) const GOAWAY: u8 = 7;
const WINDOW_UPDATE: u8 = 8;
pub(super) const CONTINUATION: u8 = 9;
pub(super) const END_STREAM: u8 = 1;
pub(super) const END_HEADERS: u8 = 4;

/// A frame from a client; of its payload nothing but the length matters.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    pub(super) kind: u8,
    pub(super) flags: u8,
    pub(super) stream: u32,
    pub(super) payload_bytes: u32,
}

/// One frame as bytes.
pub(super) fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let [_, high, middle, low] = (payload.len() as u32).to_be_bytes();
    [&[high, middle, low, kind, flags][..], &stream.to_be_bytes(), payload].concat()
}

/// `SETTINGS` with one setting.
pub(super) fn setting(name: u16, value: u32) -> Vec<u8> {
    frame(SETTINGS, 0, 0, &[&name.to_be_bytes()[..], &value.to_be_bytes()].concat())
}

/// `GOAWAY` that takes up streams up to `last`.
pub(super) fn goaway(last: u32) -> Vec<u8> {
    frame(GOAWAY, 0, 0, &[last.to_be_bytes(), [0; 4]].concat())
}

/// `RST_STREAM` with an error code.
pub(super) fn reset(stream: u32, code: u32) -> Vec<u8> {
    frame(RST_STREAM, 0, stream, &code.to_be_bytes())
}

/// Opens the windows of a stream and of the connection again.
pub(super) fn reopen(stream: u32, bytes: u32) -> Vec<u8> {
    let open = |stream| frame(WINDOW_UPDATE, 0, stream, &bytes.to_be_bytes());
    [open(stream), open(0)].concat()
}

/// Status 200 with the body `ok`.
pub(super) fn answer(stream: u32) -> Vec<u8> {
    let head = frame(HEADERS, END_HEADERS, stream, &[0x88]);
    [head, frame(DATA, END_STREAM, stream, b"ok")].concat()
}

/// What a client sent and nobody looked at yet.
pub(super) struct Incoming {
    bytes: Vec<u8>,
    has_preface: bool,
}

impl Incoming {
    pub(super) fn new() -> Self {
        Self { bytes: Vec::new(), has_preface: false }
    }

    /// Waits for more and gives every frame that is whole by then; none at the end of the connection.
    pub(super) async fn next(&mut self, tcp: &mut TcpStream) -> io::Result<Option<Vec<Frame>>> {
        let start = self.bytes.len();
        self.bytes.resize(start + READ_BYTES, 0);
        let read = tcp.read(&mut self.bytes[start..]).await?;
        self.bytes.truncate(start + read);
        if read == 0 {
            return Ok(None);
        }
        if !self.has_preface && self.bytes.len() >= PREFACE_BYTES {
            self.bytes.drain(..PREFACE_BYTES);
            self.has_preface = true;
        }
        let mut frames = Vec::new();
        while self.has_preface
            && let Some((frame, length)) = self.first()?
        {
            frames.push(frame);
            self.bytes.drain(..length);
        }
        Ok(Some(frames))
    }

    /// The first frame that is whole, with its length in all.
    fn first(&self) -> io::Result<Option<(Frame, usize)>> {
        let Some(head) = self.bytes.first_chunk::<9>() else { return Ok(None) };
        let [high, middle, low, kind, flags, a, b, c, d] = *head;
        let payload = u32::from_be_bytes([0, high, middle, low]) as usize;
        if payload > PAYLOAD_BYTES_MAX {
            return Err(io::ErrorKind::InvalidData.into());
        }
        let stream = u32::from_be_bytes([a, b, c, d]);
        let frame = Frame { kind, flags, stream, payload_bytes: payload as u32 };
        Ok((self.bytes.len() >= 9 + payload).then_some((frame, 9 + payload)))
    }
}
