//! A request's head from the form of HTTP/1.1 to a header block, remembered where nothing changes.

use std::mem::MaybeUninit;

use super::hpack::{Encoder, Indexing};
use super::settings::TABLE_BYTES;
use crate::message::Keep;

/// Header lines of a request at most.
const HEADERS_MAX: usize = 128;
/// Heads remembered for each connection.
const HEADS_MAX: usize = 4;
/// Longer heads are not remembered.
const HEAD_BYTES_MAX: usize = 2_048;
/// Fields that are about a connection of HTTP/1.1 and mean nothing here.
const DROPPED: [&[u8]; 6] = [
    b"connection",
    b"keep-alive",
    b"proxy-connection",
    b"transfer-encoding",
    b"upgrade",
    b"http2-settings",
];
/// Fields that differ from request to request.
const PASSING: [&[u8]; 2] = [b":path", b"content-length"];

/// A request to be opened.
#[derive(Debug, Clone, Copy)]
pub struct Opening<'a> {
    /// Begins with a head in the form of HTTP/1.1.
    pub written: &'a [u8],
    /// Bytes that follow what is written.
    pub rest_bytes: u64,
    /// Whether it asks for the head alone.
    pub head_only: bool,
    /// What of the answer is wanted.
    pub keep: Keep,
}

/// A request that cannot be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RequestError {
    /// Its head is none.
    #[error("the request's head is malformed")]
    Malformed,
    /// No stream is free, or the connection takes no more requests.
    #[error("the connection takes no more requests")]
    NoRoom,
}

/// Turns heads into blocks for one connection.
#[derive(Debug)]
pub(super) struct HeadEncoder {
    encoder: Encoder,
    scheme: &'static [u8],
    memo: Vec<Remembered>,
    /// Which of them is replaced next.
    oldest: usize,
    /// A field's name in lower case.
    name: Vec<u8>,
    block: Vec<u8>,
}

/// A head that came before, and its block while the table was in a certain state.
#[derive(Debug)]
struct Remembered {
    head: Vec<u8>,
    block: Vec<u8>,
    generation: u64,
}

impl HeadEncoder {
    pub(super) fn new(tls: bool) -> Self {
        Self {
            encoder: Encoder::new(TABLE_BYTES),
            scheme: if tls { b"https" } else { b"http" },
            memo: Vec::new(),
            oldest: 0,
            name: Vec::new(),
            block: Vec::new(),
        }
    }

    /// The size of the table that the peer allows.
    pub(super) fn allow_table(&mut self, size_bytes: usize) {
        self.encoder.allow_table(size_bytes);
    }

    /// The length of the head that `written` begins with, and its block.
    #[inline]
    pub(super) fn encode(&mut self, written: &[u8]) -> Result<(usize, &[u8]), RequestError> {
        let generation = self.encoder.generation();
        let is_known =
            |known: &Remembered| known.generation == generation && written.starts_with(&known.head);
        match self.memo.iter().position(is_known) {
            Some(place) => {
                let known = &self.memo[place];
                Ok((known.head.len(), &known.block))
            }
            None => {
                let length = self.encode_anew(written)?;
                Ok((length, &self.block))
            }
        }
    }

    fn encode_anew(&mut self, written: &[u8]) -> Result<usize, RequestError> {
        let mut lines = [const { MaybeUninit::<httparse::Header<'_>>::uninit() }; HEADERS_MAX];
        let mut request = httparse::Request::new(&mut []);
        let parsed = request.parse_with_uninit_headers(written, &mut lines);
        let Ok(httparse::Status::Complete(length)) = parsed else {
            return Err(RequestError::Malformed);
        };
        let generation = self.encoder.generation();
        self.block.clear();
        self.encoder.begin(&mut self.block);
        let host = request.headers.iter().find(|header| header.name.eq_ignore_ascii_case("host"));
        let (method, path) = (request.method.unwrap_or_default(), request.path.unwrap_or_default());
        self.field(b":method", method.as_bytes());
        self.field(b":scheme", self.scheme);
        self.field(b":path", path.as_bytes());
        if let Some(host) = host {
            self.field(b":authority", host.value);
        }
        for header in request.headers.iter() {
            let mut name = std::mem::take(&mut self.name);
            name.clear();
            name.extend(header.name.bytes().map(|byte| byte.to_ascii_lowercase()));
            if is_kept(&name, header.value) {
                self.field(&name, header.value);
            }
            self.name = name;
        }
        // A block that changed the table would change it again.
        if generation == self.encoder.generation() && length <= HEAD_BYTES_MAX {
            self.remember(&written[..length], generation);
        }
        Ok(length)
    }

    fn field(&mut self, name: &[u8], value: &[u8]) {
        let is_passing = PASSING.contains(&name);
        let indexing = if is_passing { Indexing::Passing } else { Indexing::Remembered };
        self.encoder.field(&mut self.block, name, value, indexing);
    }

    fn remember(&mut self, head: &[u8], generation: u64) {
        if self.memo.len() < HEADS_MAX {
            self.memo.push(Remembered {
                head: head.to_vec(),
                block: self.block.clone(),
                generation,
            });
            return;
        }
        let replaced = &mut self.memo[self.oldest];
        replaced.head.clear();
        replaced.head.extend_from_slice(head);
        replaced.block.clone_from(&self.block);
        replaced.generation = generation;
        self.oldest = (self.oldest + 1) % HEADS_MAX;
    }
}

fn is_kept(name: &[u8], value: &[u8]) -> bool {
    match name {
        b"host" => false,
        b"te" => value.eq_ignore_ascii_case(b"trailers"),
        _ => !DROPPED.contains(&name),
    }
}
