//! The head of a response: status, how the body ends, whether the connection may be used again.

use std::mem::MaybeUninit;

/// Header lines read at most; `httparse` refuses more.
const HEADERS_MAX: usize = 128;

/// How the body of a response ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Framing {
    /// There is none.
    Empty,
    /// After that many bytes.
    Length(u64),
    /// With the last chunk.
    Chunked,
    /// With the connection.
    Close,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) length: usize,
    pub(super) status: u16,
    pub(super) framing: Framing,
    pub(super) keep_alive: bool,
    /// Whether its fields tell the user what to do next: a cookie to keep, a place to go, a coding to undo.
    pub(super) tells_more: bool,
}

/// A head that is not one of HTTP/1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HeadError {
    /// Not HTTP, or a malformed line.
    #[error("the answer is not HTTP/1: {0}")]
    Malformed(#[from] httparse::Error),
    /// A Content-Length that is no number, or two that differ.
    #[error("the answer's Content-Length is not one number")]
    BadLength,
    /// Content-Length and Transfer-Encoding contradict each other.
    #[error("the answer has both Content-Length and Transfer-Encoding")]
    ConflictingLengths,
    /// A transfer coding other than chunked.
    #[error("the answer's transfer coding is not `chunked`")]
    UnknownCoding,
}

/// Reads a head from the start of `bytes`; none while it is unfinished.
pub(super) fn parse(bytes: &[u8], to_head_request: bool) -> Result<Option<Head>, HeadError> {
    let mut lines = [const { MaybeUninit::<httparse::Header<'_>>::uninit() }; HEADERS_MAX];
    let mut response = httparse::Response::new(&mut []);
    let config = httparse::ParserConfig::default();
    let parsed = config.parse_response_with_uninit_headers(&mut response, bytes, &mut lines)?;
    let httparse::Status::Complete(length) = parsed else { return Ok(None) };
    let status = response.code.unwrap_or(0);
    let mut fields = Fields { keep_alive: response.version == Some(1), ..Fields::default() };
    for header in response.headers.iter() {
        fields.read(header.name, header.value)?;
    }
    let framing = fields.framing(status, to_head_request)?;
    // After 101 the connection speaks another protocol.
    let keep_alive = fields.keep_alive && framing != Framing::Close && status != 101;
    Ok(Some(Head { length, status, framing, keep_alive, tells_more: fields.tells_more }))
}

#[derive(Default)]
struct Fields {
    keep_alive: bool,
    content_length: Option<u64>,
    chunked: bool,
    tells_more: bool,
}

impl Fields {
    /// Looks at the headers that matter; their lengths differ, so most others cost one comparison.
    #[inline]
    fn read(&mut self, name: &str, value: &[u8]) -> Result<(), HeadError> {
        match name.len() {
            14 if name.eq_ignore_ascii_case("content-length") => {
                let length = content_length(value)?;
                if self.content_length.is_some_and(|other| other != length) {
                    return Err(HeadError::BadLength);
                }
                self.content_length = Some(length);
            }
            17 if name.eq_ignore_ascii_case("transfer-encoding") => {
                if !value.eq_ignore_ascii_case(b"chunked") {
                    return Err(HeadError::UnknownCoding);
                }
                self.chunked = true;
            }
            10 if name.eq_ignore_ascii_case("connection") => {
                if has_token(value, b"close") {
                    self.keep_alive = false;
                } else if has_token(value, b"keep-alive") {
                    self.keep_alive = true;
                }
            }
            8 if name.eq_ignore_ascii_case("location") => self.tells_more = true,
            10 if name.eq_ignore_ascii_case("set-cookie") => self.tells_more = true,
            16 if name.eq_ignore_ascii_case("content-encoding")
                || name.eq_ignore_ascii_case("www-authenticate") =>
            {
                self.tells_more = true;
            }
            _ => {}
        }
        Ok(())
    }

    fn framing(&self, status: u16, to_head_request: bool) -> Result<Framing, HeadError> {
        if self.chunked && self.content_length.is_some() {
            return Err(HeadError::ConflictingLengths);
        }
        Ok(match self.content_length {
            _ if to_head_request || matches!(status, 100..=199 | 204 | 304) => Framing::Empty,
            _ if self.chunked => Framing::Chunked,
            Some(0) => Framing::Empty,
            Some(length) => Framing::Length(length),
            None => Framing::Close,
        })
    }
}

fn content_length(value: &[u8]) -> Result<u64, HeadError> {
    let digits = value.trim_ascii();
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return Err(HeadError::BadLength);
    }
    let digit = |sum: u64, byte: &u8| sum.checked_mul(10)?.checked_add(u64::from(byte - b'0'));
    digits.iter().try_fold(0, digit).ok_or(HeadError::BadLength)
}

fn has_token(value: &[u8], token: &[u8]) -> bool {
    value.split(|byte| *byte == b',').any(|part| part.trim_ascii().eq_ignore_ascii_case(token))
}
