//! The state of one connection, from the side of requests: streams opened, bodies handed in, bytes to be
//! written, answers taken. What the peer says is in `receive`.

use std::collections::VecDeque;

use super::error::{ConnectionError, StreamError};
use super::flood::Flood;
use super::frame::{
    CONTINUATION, Code, DATA, END_HEADERS, END_STREAM, FrameHead, HEAD_BYTES, HEADERS, PREFACE,
    RST_STREAM, WINDOW_UPDATE, write_goaway, write_number,
};
use super::head::{BlockMemo, HeadDecoder};
use super::reader::Reader;
use super::receive::PartialBlock;
use super::request::{HeadEncoder, Opening, RequestError};
use super::settings::{
    CONNECTION_WINDOW_BYTES, PeerSettings, STREAM_WINDOW_BYTES, TABLE_BYTES, WINDOW_AT_FIRST_BYTES,
    write_own,
};
use super::stream::{Phase, Stream};
use super::window::{ReceiveWindow, SendWindow};
use crate::message::{Limits, Reply};

/// Bytes of bodies that wait to be written, beyond which no more is taken.
const OUT_BYTES_MAX: usize = 64 * 1024;
/// Room for waiting bytes that a connection without requests keeps.
const OUT_KEPT_BYTES: usize = 4 * 1024;
/// The last number a stream can have; a connection that came so far takes no more requests.
const STREAM_ID_MAX: u32 = (1 << 31) - 1;

/// Names a stream for as long as it lives, and none after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StreamKey {
    /// Its place; the places of ended streams are used again.
    pub slot: usize,
    pub(super) id: u32,
}

/// What happened to a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// The last byte of its request was written.
    Sent(StreamKey),
    /// The first byte of its answer came.
    FirstByte(StreamKey),
    /// More of its body can be handed in.
    Writable(StreamKey),
    /// More of the answer to a call can be taken.
    Readable(StreamKey),
    /// It is over, for better or worse.
    Done(StreamKey),
}

/// How a stream ended.
#[derive(Debug, PartialEq, Eq)]
pub struct Ended {
    /// Bytes of its frames sent.
    pub bytes_sent: u64,
    /// Bytes of its frames received.
    pub bytes_received: u64,
    /// The answer.
    pub result: Result<Reply, StreamError>,
}

/// One connection, seen from the client.
#[derive(Debug)]
pub struct Client {
    pub(super) limits: Limits,
    pub(super) requests: HeadEncoder,
    pub(super) heads: HeadDecoder,
    pub(super) reader: Reader,
    pub(super) peer: PeerSettings,
    pub(super) has_settings: bool,
    pub(super) streams: Vec<Option<Stream>>,
    /// The number of the stream in each place; zero where there is none.
    pub(super) ids: Vec<u32>,
    free: Vec<usize>,
    /// Where the next answer is likely to belong.
    guess: usize,
    pub(super) next_id: u32,
    pub(super) send: SendWindow,
    pub(super) receive: ReceiveWindow,
    pub(super) blocked: usize,
    /// Bytes that may still come for streams that are over.
    pub(super) unwanted_bytes: u64,
    pub(super) out: Vec<u8>,
    out_begin: usize,
    written: u64,
    /// The last byte of each request that waits to be written.
    marks: VecDeque<(u64, StreamKey)>,
    pub(super) block: Option<PartialBlock>,
    pub(super) flood: Flood,
    pub(super) gone: Option<u32>,
    failed: Option<ConnectionError>,
}

impl Client {
    /// A connection whose first bytes wait to be written.
    pub fn new(tls: bool, limits: Limits, memo: BlockMemo) -> Self {
        let mut out = PREFACE.to_vec();
        write_own(&mut out, limits.head_bytes_max);
        let more = CONNECTION_WINDOW_BYTES - WINDOW_AT_FIRST_BYTES;
        write_number(&mut out, WINDOW_UPDATE, 0, more);
        Self {
            limits,
            requests: HeadEncoder::new(tls),
            heads: HeadDecoder::new(TABLE_BYTES, limits.head_bytes_max, memo),
            reader: Reader::default(),
            peer: PeerSettings::default(),
            has_settings: false,
            streams: Vec::new(),
            ids: Vec::new(),
            free: Vec::new(),
            guess: 0,
            next_id: 1,
            send: SendWindow::new(WINDOW_AT_FIRST_BYTES),
            receive: ReceiveWindow::new(CONNECTION_WINDOW_BYTES),
            blocked: 0,
            unwanted_bytes: 0,
            out,
            out_begin: 0,
            written: 0,
            marks: VecDeque::new(),
            block: None,
            flood: Flood::default(),
            gone: None,
            failed: None,
        }
    }

    /// Streams that may be open at once, as far as the peer has said.
    pub fn streams_max(&self) -> usize {
        self.peer.streams_max
    }

    /// Whether new requests are taken at all.
    pub fn is_open(&self) -> bool {
        self.failed.is_none() && self.gone.is_none() && self.next_id < STREAM_ID_MAX
    }

    /// Why the connection was given up, if it was.
    pub fn failure(&self) -> Option<ConnectionError> {
        self.failed
    }

    /// Streams that were opened and not taken.
    pub fn streams_open(&self) -> usize {
        self.ids.len() - self.free.len()
    }

    /// Begins a request; gives its stream, and the length of the head in what was written.
    ///
    /// # Errors
    /// When the head is none, or no stream is to be had.
    pub fn open(&mut self, opening: &Opening<'_>) -> Result<(StreamKey, usize), RequestError> {
        if !self.is_open() || self.streams_open() >= self.peer.streams_max {
            return Err(RequestError::NoRoom);
        }
        let before = self.out.len();
        let (head_bytes, block) = self.requests.encode(opening.written)?;
        let unsent = (opening.written.len() - head_bytes) as u64 + opening.rest_bytes;
        let end = if unsent == 0 { END_STREAM } else { 0 };
        write_block(&mut self.out, self.next_id, end, block, self.peer.payload_bytes_max);
        let mut stream = Stream::new(opening, unsent, self.peer.window_bytes);
        stream.bytes_sent = (self.out.len() - before) as u64;
        let key = self.insert(stream);
        if unsent == 0 {
            self.mark_end(key);
        }
        Ok((key, head_bytes))
    }

    /// Takes what can be taken of the next bytes of a body, and says how much; zero means to wait for
    /// [`Event::Writable`].
    pub fn send_body(&mut self, key: StreamKey, mut bytes: &[u8]) -> usize {
        let before = bytes.len();
        let room = OUT_BYTES_MAX.saturating_sub(self.out.len() - self.out_begin);
        let Some(stream) = live(&mut self.streams, &self.ids, key) else { return 0 };
        let allowed = room.min(self.send.available()).min(stream.send.available());
        bytes = &bytes[..bytes.len().min(allowed).min(stream.unsent as usize)];
        let taken = bytes.len();
        for payload in bytes.chunks(self.peer.payload_bytes_max) {
            stream.unsent -= payload.len() as u64;
            stream.bytes_sent += (HEAD_BYTES + payload.len()) as u64;
            let flags = if stream.unsent == 0 { END_STREAM } else { 0 };
            FrameHead { length: payload.len(), kind: DATA, flags, stream: key.id }
                .write(&mut self.out);
            self.out.extend_from_slice(payload);
        }
        self.send.take(taken);
        stream.send.take(taken);
        let (is_whole, is_stuck) = (stream.unsent == 0, taken < before && stream.unsent > 0);
        if is_stuck && !stream.is_blocked {
            stream.is_blocked = true;
            self.blocked += 1;
        }
        if taken > 0 {
            self.flood.progress();
            if is_whole {
                self.mark_end(key);
            }
        }
        taken
    }

    /// Whether the whole request was handed in.
    pub fn is_all_sent(&self, key: StreamKey) -> bool {
        let stream = self.streams.get(key.slot).and_then(Option::as_ref);
        self.ids.get(key.slot) == Some(&key.id) && stream.is_some_and(|stream| stream.unsent == 0)
    }

    /// What waits to be written.
    #[inline]
    pub fn out(&self) -> &[u8] {
        &self.out[self.out_begin..]
    }

    /// The first `count` bytes of what waited were written.
    pub fn wrote(&mut self, count: usize, on: &mut impl FnMut(Event)) {
        self.out_begin += count;
        self.written += count as u64;
        while let Some((end, key)) = self.marks.front().copied() {
            if end > self.written {
                break;
            }
            self.marks.pop_front();
            on(Event::Sent(key));
        }
        if self.out_begin == self.out.len() {
            self.out.clear();
            self.out_begin = 0;
            if self.streams_open() == 0 {
                self.out.shrink_to(OUT_KEPT_BYTES);
            }
        } else if self.out_begin >= OUT_BYTES_MAX {
            self.out.drain(..self.out_begin);
            self.out_begin = 0;
        }
        if self.out.len() - self.out_begin <= OUT_BYTES_MAX / 2 {
            self.unblock(on);
        }
    }

    /// The end of a stream that is over; its place is free then.
    pub fn take(&mut self, key: StreamKey) -> Option<Ended> {
        let stream = live(&mut self.streams, &self.ids, key)?;
        if stream.phase != Phase::Done && stream.failed.is_none() {
            return None;
        }
        let Stream { bytes_sent, bytes_received, unsent, failed, .. } = *stream;
        let reply = std::mem::take(&mut stream.reply);
        if failed.is_none() && unsent > 0 {
            write_number(&mut self.out, RST_STREAM, key.id, Code::NoError as u32);
        }
        self.free(key);
        let result = failed.map_or(Ok(reply), Err);
        Some(Ended { bytes_sent, bytes_received, result })
    }

    /// Gives a stream up, over or not; gives the bytes sent and received so far.
    pub fn release(&mut self, key: StreamKey) -> (u64, u64) {
        let Some(stream) = live(&mut self.streams, &self.ids, key) else { return (0, 0) };
        let bytes = (stream.bytes_sent, stream.bytes_received);
        if stream.phase != Phase::Done && stream.failed.is_none() {
            self.reset(key.id, Code::Cancel);
        }
        self.free(key);
        bytes
    }

    /// The peer closed the connection, or it broke.
    pub fn end(&mut self, on: &mut impl FnMut(Event)) {
        let error = match self.gone {
            Some(code @ 1..) => ConnectionError::GoAway { code },
            _ if !self.has_settings => ConnectionError::ClosedAtOnce,
            _ => ConnectionError::Closed,
        };
        self.give_up(error, on);
    }

    /// Says goodbye; nothing is to follow.
    pub fn close(&mut self) {
        write_goaway(&mut self.out, Code::NoError);
    }

    /// Every stream fails, and the peer is told why.
    pub(super) fn give_up(&mut self, error: ConnectionError, on: &mut impl FnMut(Event)) {
        if self.failed.is_some() {
            return;
        }
        self.failed = Some(error);
        if error.code() != Code::NoError {
            write_goaway(&mut self.out, error.code());
        }
        for slot in 0..self.ids.len() {
            self.fail(slot, StreamError::Connection(error), on);
        }
    }

    /// A stream fails.
    pub(super) fn fail(&mut self, slot: usize, error: StreamError, on: &mut impl FnMut(Event)) {
        let Some(stream) = &mut self.streams[slot] else { return };
        if stream.failed.is_none() && stream.phase != Phase::Done {
            stream.failed = Some(error);
            on(Event::Done(StreamKey { slot, id: self.ids[slot] }));
        }
    }

    /// Tells the peer that a stream is over; what it has sent until it hears so is let in.
    pub(super) fn reset(&mut self, id: u32, code: Code) {
        write_number(&mut self.out, RST_STREAM, id, code as u32);
        self.unwanted_bytes += u64::from(STREAM_WINDOW_BYTES);
    }

    /// Lets everyone go on who waits to hand in more.
    pub(super) fn unblock(&mut self, on: &mut impl FnMut(Event)) {
        if self.blocked == 0 || self.send.available() == 0 {
            return;
        }
        for (slot, stream) in self.streams.iter_mut().enumerate() {
            let Some(stream) = stream else { continue };
            if stream.is_blocked && stream.send.available() > 0 {
                stream.is_blocked = false;
                self.blocked -= 1;
                on(Event::Writable(StreamKey { slot, id: self.ids[slot] }));
            }
        }
    }

    /// The place of a stream.
    #[inline]
    pub(super) fn slot_of(&mut self, id: u32) -> Option<usize> {
        if self.ids.get(self.guess) != Some(&id) {
            self.guess = self.ids.iter().position(|own| *own == id)?;
        }
        let slot = self.guess;
        self.guess = if slot + 1 < self.ids.len() { slot + 1 } else { 0 };
        Some(slot)
    }

    pub(super) fn key(&self, slot: usize) -> StreamKey {
        StreamKey { slot, id: self.ids[slot] }
    }

    fn insert(&mut self, stream: Stream) -> StreamKey {
        let id = self.next_id;
        self.next_id += 2;
        let slot = self.free.pop().unwrap_or_else(|| {
            self.streams.push(None);
            self.ids.push(0);
            self.ids.len() - 1
        });
        self.streams[slot] = Some(stream);
        self.ids[slot] = id;
        StreamKey { slot, id }
    }

    pub(super) fn free(&mut self, key: StreamKey) {
        let stream = self.streams[key.slot].take();
        self.blocked -= usize::from(stream.is_some_and(|stream| stream.is_blocked));
        self.ids[key.slot] = 0;
        self.free.push(key.slot);
    }

    pub(super) fn mark_end(&mut self, key: StreamKey) {
        let waiting = (self.out.len() - self.out_begin) as u64;
        self.marks.push_back((self.written + waiting, key));
    }
}

/// The stream of that key, while it lives.
pub(super) fn live<'a>(
    streams: &'a mut [Option<Stream>],
    ids: &[u32],
    key: StreamKey,
) -> Option<&'a mut Stream> {
    if ids.get(key.slot) != Some(&key.id) {
        return None;
    }
    streams[key.slot].as_mut()
}

/// Appends a block as HEADERS, with as many CONTINUATIONs as it takes.
fn write_block(out: &mut Vec<u8>, stream: u32, end: u8, block: &[u8], payload_bytes_max: usize) {
    let (first, mut rest) = block.split_at(block.len().min(payload_bytes_max));
    let ends = |rest: &[u8]| if rest.is_empty() { END_HEADERS } else { 0 };
    FrameHead { length: first.len(), kind: HEADERS, flags: end | ends(rest), stream }.write(out);
    out.extend_from_slice(first);
    while !rest.is_empty() {
        let (next, behind) = rest.split_at(rest.len().min(payload_bytes_max));
        rest = behind;
        let flags = ends(rest);
        FrameHead { length: next.len(), kind: CONTINUATION, flags, stream }.write(out);
        out.extend_from_slice(next);
    }
}
