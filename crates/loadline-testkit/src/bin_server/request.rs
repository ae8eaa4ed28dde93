//! A request read in full, its body included, and taken apart.

use std::io;

use tokio::io::{AsyncRead, AsyncReadExt};

/// The longest request head taken.
const HEAD_BYTES_MAX: usize = 64 << 10;
/// The longest body taken.
pub(super) const BODY_BYTES_MAX: usize = 64 << 20;
/// Most header fields in a request.
const FIELDS_MAX: usize = 100;

/// A request.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) head: String,
    pub(super) method: String,
    /// The path without its query.
    pub(super) path: String,
    /// The path as it was asked for.
    pub(super) target: String,
    /// Names and values of the query, decoded.
    pub(super) query: Vec<(String, String)>,
    pub(super) fields: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
    /// Whether the client announced that it will close.
    pub(super) is_last: bool,
}

impl Asked {
    /// A request as its head has it, without its body.
    pub(super) fn new(
        head: String,
        method: String,
        target: String,
        fields: Vec<(String, String)>,
    ) -> Self {
        let (path, query) = target.split_once('?').unwrap_or((&target, ""));
        let is_close = |(name, value): &(String, String)| {
            name.eq_ignore_ascii_case("connection") && value.eq_ignore_ascii_case("close")
        };
        Self {
            head,
            method,
            path: decoded(path),
            query: pairs(query),
            is_last: fields.iter().any(is_close),
            fields,
            body: Vec::new(),
            target,
        }
    }

    /// The first field of that name.
    pub(super) fn field(&self, name: &str) -> Option<&str> {
        let found = self.fields.iter().find(|(own, _)| own.eq_ignore_ascii_case(name));
        found.map(|(_, value)| &**value)
    }

    /// The value of a name in the query.
    pub(super) fn argument(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(own, _)| own == name).map(|(_, value)| &**value)
    }
}

/// The next request; none when the peer has closed between two. `pending` holds what came behind the last one.
pub(super) async fn read(
    stream: &mut (impl AsyncRead + Unpin),
    pending: &mut Vec<u8>,
) -> io::Result<Option<Asked>> {
    let head_bytes = loop {
        if let Some(end) = pending.windows(4).position(|four| four == b"\r\n\r\n") {
            break end + 4;
        }
        if pending.len() > HEAD_BYTES_MAX {
            return Err(io::Error::other("the request head is too long"));
        }
        if stream.read_buf(pending).await? == 0 {
            return if pending.is_empty() {
                Ok(None)
            } else {
                Err(io::ErrorKind::UnexpectedEof.into())
            };
        }
    };
    let head: Vec<u8> = pending.drain(..head_bytes).collect();
    let mut asked = parsed(&head)?;
    let length = asked.field("content-length").map_or(Ok(0), str::parse);
    let length: usize = length.map_err(io::Error::other)?;
    if length > BODY_BYTES_MAX {
        return Err(io::Error::other("the request body is too long"));
    }
    while pending.len() < length {
        if stream.read_buf(pending).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
    asked.body = pending.drain(..length).collect();
    Ok(Some(asked))
}

fn parsed(head: &[u8]) -> io::Result<Asked> {
    let mut fields = [httparse::EMPTY_HEADER; FIELDS_MAX];
    let mut parsed = httparse::Request::new(&mut fields);
    parsed.parse(head).map_err(io::Error::other)?;
    let field = |field: &httparse::Header<'_>| {
        (field.name.to_owned(), String::from_utf8_lossy(field.value).into_owned())
    };
    let fields = parsed.headers.iter().map(field).collect();
    let target = parsed.path.unwrap_or("/").to_owned();
    let method = parsed.method.unwrap_or("GET").to_owned();
    Ok(Asked::new(String::from_utf8_lossy(head).into_owned(), method, target, fields))
}

/// Names and values of a query or a form.
pub(super) fn pairs(text: &str) -> Vec<(String, String)> {
    let pair = |pair: &str| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decoded(&name.replace('+', " ")), decoded(&value.replace('+', " ")))
    };
    text.split('&').filter(|pair| !pair.is_empty()).map(pair).collect()
}

/// A text without its `%XX`.
pub(super) fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        let byte = hex.and_then(|two| u8::from_str_radix(two, 16).ok()).filter(|_| *first == b'%');
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &after[2..] } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
