//! Reading HTTP/1.1 requests from a connection. In come bytes; out comes each request once it has
//! been read in full, body included.
//!
//! Deliberately not here: chunked request bodies and `expect: 100-continue`, which no client under
//! test sends; they end the connection.

use std::io;
use std::time::Instant;

use tokio::io::{AsyncRead, AsyncReadExt};

/// The longest request head taken.
const HEAD_MAX_BYTES: usize = 64 << 10;

/// The longest request body taken; it is thrown away while it arrives.
const BODY_MAX_BYTES: usize = 256 << 20;

/// Most header fields in a request.
const FIELDS_MAX: usize = 100;

/// Room made for each read: small, because each of thousands of connections has it.
const READ_BYTES: usize = 2 << 10;

/// What the servers need to know of a request.
#[derive(Debug)]
pub(crate) struct Request {
    /// The head as it came, its empty line included.
    pub(crate) head: Vec<u8>,
    /// Whether the method is HEAD, whose answer has no body.
    pub(crate) is_head: bool,
    /// Whether the client announced that it will close.
    pub(crate) is_last: bool,
    /// When the last byte of the request had been read.
    pub(crate) arrival: Instant,
}

/// What a complete head says: its own length, and what follows.
#[derive(Debug)]
struct Head {
    bytes: usize,
    body_bytes: usize,
    is_head: bool,
    is_last: bool,
}

/// The requests of one connection, in order.
#[derive(Debug)]
pub(crate) struct Requests {
    /// Bytes read and not used yet: at most one head and one read.
    pending: Vec<u8>,
}

impl Requests {
    pub(crate) fn new() -> Self {
        Self { pending: Vec::new() }
    }

    /// The next request; `None` when the peer has closed between two requests.
    pub(crate) async fn next(
        &mut self,
        stream: &mut (impl AsyncRead + Unpin),
    ) -> io::Result<Option<Request>> {
        loop {
            if let Some(Head { bytes, body_bytes, is_head, is_last }) = self.head()? {
                let head = self.pending.drain(..bytes).collect();
                self.skip(stream, body_bytes).await?;
                return Ok(Some(Request { head, is_head, is_last, arrival: Instant::now() }));
            }
            if self.pending.len() > HEAD_MAX_BYTES {
                return Err(io::Error::other("the request head is too long"));
            }
            if self.fill(stream).await? == 0 {
                return match self.pending.is_empty() {
                    true => Ok(None),
                    false => Err(io::ErrorKind::UnexpectedEof.into()),
                };
            }
        }
    }

    /// The head at the start of the pending bytes, if it is complete.
    fn head(&self) -> io::Result<Option<Head>> {
        let mut fields = [httparse::EMPTY_HEADER; FIELDS_MAX];
        let mut parsed = httparse::Request::new(&mut fields);
        let bytes = match parsed.parse(&self.pending).map_err(io::Error::other)? {
            httparse::Status::Complete(bytes) => bytes,
            httparse::Status::Partial => return Ok(None),
        };
        let is_head = parsed.method == Some("HEAD");
        let mut head = Head { bytes, body_bytes: 0, is_head, is_last: false };
        for field in parsed.headers.iter() {
            let value = String::from_utf8_lossy(field.value);
            if field.name.eq_ignore_ascii_case("content-length") {
                head.body_bytes = value.trim().parse().map_err(io::Error::other)?;
            } else if field.name.eq_ignore_ascii_case("connection") {
                head.is_last = value.trim().eq_ignore_ascii_case("close");
            } else if field.name.eq_ignore_ascii_case("transfer-encoding") {
                return Err(io::Error::other("request bodies must have a content-length"));
            }
        }
        if head.body_bytes > BODY_MAX_BYTES {
            return Err(io::Error::other("the request body is too long"));
        }
        Ok(Some(head))
    }

    async fn skip(
        &mut self,
        stream: &mut (impl AsyncRead + Unpin),
        body_bytes: usize,
    ) -> io::Result<()> {
        let mut left_bytes = body_bytes;
        loop {
            let used = left_bytes.min(self.pending.len());
            self.pending.drain(..used);
            left_bytes -= used;
            if left_bytes == 0 {
                return Ok(());
            }
            if self.fill(stream).await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
    }

    async fn fill(&mut self, stream: &mut (impl AsyncRead + Unpin)) -> io::Result<usize> {
        self.pending.reserve(READ_BYTES);
        stream.read_buf(&mut self.pending).await
    }
}
