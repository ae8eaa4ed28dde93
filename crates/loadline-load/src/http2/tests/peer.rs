//! Both ends of a connection in one place: the client under test, and what a peer would write.

use crate::http2::{BlockMemo, Client, ConnectionError, Ended, Event, Opening, StreamKey};
use crate::message::{Keep, Limits};

pub(super) const GET: &[u8] =
    b"GET /items HTTP/1.1\r\nhost: shop.test\r\nConnection: close\r\nX-One: 1\r\n\r\n";

/// `:status: 200` from the static table.
pub(super) const OK: &[u8] = &[0x88];

pub(super) const END_STREAM: u8 = 1;
pub(super) const END_HEADERS: u8 = 4;

/// The client, with everything it wrote and everything that happened.
pub(super) struct Peer {
    pub(super) client: Client,
    pub(super) events: Vec<Event>,
    pub(super) written: Vec<u8>,
}

impl Peer {
    /// A connection on which nothing was said.
    pub(super) fn silent() -> Self {
        let limits = Limits { head_bytes_max: 2_000, body_bytes_max: 1 << 20 };
        let client = Client::new(false, limits, BlockMemo::default());
        Self { client, events: Vec::new(), written: Vec::new() }
    }

    /// A connection on which both ends told their settings.
    pub(super) fn new() -> Self {
        let mut peer = Self::silent();
        peer.say(4, 0, 0, &[]).unwrap();
        peer.flush();
        peer.written.clear();
        peer
    }

    pub(super) fn feed(&mut self, bytes: &[u8]) -> Result<(), ConnectionError> {
        self.client.feed(bytes, &mut |event| self.events.push(event))
    }

    /// Has the peer say one frame.
    pub(super) fn say(
        &mut self,
        kind: u8,
        flags: u8,
        stream: u32,
        payload: &[u8],
    ) -> Result<(), ConnectionError> {
        self.feed(&frame(kind, flags, stream, payload))
    }

    /// Lets everything be written that waits.
    pub(super) fn flush(&mut self) {
        while !self.client.out().is_empty() {
            self.written.extend_from_slice(self.client.out());
            let length = self.client.out().len();
            self.client.wrote(length, &mut |event| self.events.push(event));
        }
    }

    pub(super) fn open(&mut self, written: &[u8], keep: Keep) -> StreamKey {
        let opening = Opening { written, rest_bytes: 0, head_only: false, keep };
        self.client.open(&opening).unwrap().0
    }

    pub(super) fn get(&mut self) -> StreamKey {
        self.open(GET, Keep { fields: false, body: true, failure: false, peer: false })
    }

    pub(super) fn end_of(&mut self, key: StreamKey) -> Ended {
        assert!(self.events.contains(&Event::Done(key)), "{:?}", self.events);
        self.client.take(key).unwrap()
    }

    /// The frames written so far: kind, flags, stream, payload.
    pub(super) fn frames(&mut self) -> Vec<(u8, u8, u32, Vec<u8>)> {
        self.flush();
        let mut rest = &self.written[..];
        let mut frames = Vec::new();
        while let Some((head, behind)) = rest.split_first_chunk::<9>() {
            let length = u32::from_be_bytes([0, head[0], head[1], head[2]]) as usize;
            let stream = u32::from_be_bytes([head[5], head[6], head[7], head[8]]);
            let (payload, behind) = behind.split_at(length);
            frames.push((head[3], head[4], stream, payload.to_vec()));
            rest = behind;
        }
        assert!(rest.is_empty());
        self.written.clear();
        frames
    }
}

pub(super) fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = (payload.len() as u32).to_be_bytes();
    let head = [length[1], length[2], length[3], kind, flags];
    [&head[..], &stream.to_be_bytes(), payload].concat()
}
