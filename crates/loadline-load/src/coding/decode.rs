//! From a coded body to the one that was meant.

use std::io::{self, Read};

use flate2::bufread::MultiGzDecoder;
use flate2::{Decompress, FlushDecompress, Status};
use loadline_core::file::Coding;
use ruzstd::decoding::StreamingDecoder;

use super::error::CodingError;
use super::sink::{Sink, Stopped};

/// Codings undone in a row; each one may multiply what a hostile server makes us do.
const IN_A_ROW_MAX: usize = 4;
/// The largest window of zstd that HTTP allows (RFC 9659).
const ZSTD_WINDOW_BYTES_MAX: u64 = 8 * 1024 * 1024;
/// Read by brotli at once.
const BROTLI_READ_BYTES: usize = 4 * 1024;

/// The codings that a `Content-Encoding` header names, in the order they were applied.
///
/// # Errors
/// When one is not known, or there are too many.
pub fn named(header: &str) -> Result<Vec<Coding>, CodingError> {
    let names = header.split(',').map(str::trim);
    let names = names.filter(|name| !name.is_empty() && !name.eq_ignore_ascii_case("identity"));
    let coding = |name: &str| {
        // RFC 9110 keeps the old names alive, section 8.4.1.
        let plain = if name.eq_ignore_ascii_case("x-gzip") { "gzip" } else { name };
        Coding::named(plain).ok_or_else(|| CodingError::Unknown(name.to_owned()))
    };
    let codings: Vec<Coding> =
        names.take(IN_A_ROW_MAX + 1).map(coding).collect::<Result<_, _>>()?;
    if codings.len() > IN_A_ROW_MAX {
        return Err(CodingError::TooMany { max: IN_A_ROW_MAX });
    }
    Ok(codings)
}

/// Undoes several codings, the last one applied first. No step may pass the limit.
///
/// # Errors
/// When one of the steps fails.
pub fn decode_all(
    codings: &[Coding],
    body: Vec<u8>,
    limit_bytes: usize,
) -> Result<Vec<u8>, CodingError> {
    let undone = codings.iter().rev();
    undone.copied().try_fold(body, |body, coding| decode(coding, &body, limit_bytes))
}

/// The decoded `body`, of at most `limit_bytes`. An empty body stays empty, whatever its coding.
///
/// # Errors
/// When it is truncated, malformed or larger than the limit.
pub fn decode(coding: Coding, body: &[u8], limit_bytes: usize) -> Result<Vec<u8>, CodingError> {
    let mut sink = Sink::new(limit_bytes);
    if body.is_empty() {
        return Ok(Vec::new());
    }
    let drained = match coding {
        Coding::Gzip => sink.drain(MultiGzDecoder::new(body)),
        Coding::Deflate => sink.drain(Inflate::new(body)),
        Coding::Brotli => brotli(body, &mut sink),
        Coding::Zstd => zstd(body, &mut sink),
    };
    drained.map_err(|stopped| error_of(coding, stopped, limit_bytes))?;
    Ok(sink.into_bytes())
}

/// A brotli body. Its decoder calls every failure one of data; one that wanted more than there was is none.
fn brotli(body: &[u8], sink: &mut Sink) -> Result<(), Stopped> {
    let mut input = Watched { rest: body, asked_past_end: false };
    let drained = sink.drain(brotli::Decompressor::new(&mut input, BROTLI_READ_BYTES));
    match drained {
        Err(Stopped::Failed(_)) if input.asked_past_end => {
            Err(Stopped::Failed(io::ErrorKind::UnexpectedEof.into()))
        }
        other => other,
    }
}

/// Input that notes when it is asked for more than there is.
struct Watched<'a> {
    rest: &'a [u8],
    asked_past_end: bool,
}

impl Read for Watched<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.asked_past_end |= self.rest.is_empty();
        self.rest.read(buffer)
    }
}

/// A deflate body as a stream, with zlib's frame or without: the end of the input is not its end.
struct Inflate<'a> {
    rest: &'a [u8],
    state: Decompress,
    done: bool,
}

impl<'a> Inflate<'a> {
    /// Some servers leave zlib's frame out, and every browser puts up with it.
    fn new(body: &'a [u8]) -> Self {
        Self { rest: body, state: Decompress::new(has_zlib_header(body)), done: false }
    }
}

impl Read for Inflate<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.done {
            return Ok(0);
        }
        let (taken, given) = (self.state.total_in(), self.state.total_out());
        let status = self.state.decompress(self.rest, buffer, FlushDecompress::None)?;
        self.rest = &self.rest[(self.state.total_in() - taken) as usize..];
        self.done = status == Status::StreamEnd;
        match (self.state.total_out() - given) as usize {
            0 if !self.done => Err(io::ErrorKind::UnexpectedEof.into()),
            decoded => Ok(decoded),
        }
    }
}

/// Whether the first two bytes are a header of RFC 1950.
fn has_zlib_header(body: &[u8]) -> bool {
    matches!(body, [first, second, ..]
        if first & 15 == 8 && u16::from_be_bytes([*first, *second]) % 31 == 0)
}

/// All frames of a zstd body, one after the other.
fn zstd(body: &[u8], sink: &mut Sink) -> Result<(), Stopped> {
    let mut rest = body;
    while !rest.is_empty() {
        let decoder = StreamingDecoder::new_with_max_window_size(&mut rest, ZSTD_WINDOW_BYTES_MAX);
        let decoder = decoder.map_err(|error| Stopped::Failed(io::Error::other(error)))?;
        sink.drain(decoder)?;
    }
    Ok(())
}

fn error_of(coding: Coding, stopped: Stopped, limit_bytes: usize) -> CodingError {
    let coding =
        Coding::ALL.iter().find(|(known, _)| *known == coding).map_or("", |(_, name)| name);
    match stopped {
        Stopped::TooLarge => CodingError::TooLarge { limit_bytes },
        Stopped::Failed(error) if is_truncation(&error) => CodingError::Truncated { coding },
        Stopped::Failed(error) => CodingError::Malformed { coding, why: error.to_string() },
    }
}

/// Whether the input ended too early, at any depth: decoders wrap what they met.
fn is_truncation(error: &io::Error) -> bool {
    if error.kind() == io::ErrorKind::UnexpectedEof {
        return true;
    }
    let mut source = error.get_ref().map(|inner| inner as &(dyn std::error::Error + 'static));
    while let Some(inner) = source {
        let io = inner.downcast_ref::<io::Error>();
        if io.is_some_and(|io| io.kind() == io::ErrorKind::UnexpectedEof) {
            return true;
        }
        source = inner.source();
    }
    false
}
