//! A request as bytes: made once where nothing in it changes, else written anew into a reused buffer.

use std::io::Write as _;

use loadline_core::file::Method;

/// Writes the head of a request. `headers` carry no CR or LF: the file reader refuses them.
pub fn write_head<'h>(
    out: &mut Vec<u8>,
    method: Method,
    path: &str,
    host: &str,
    headers: impl Iterator<Item = (&'h str, &'h str)>,
    body_bytes: Option<u64>,
) {
    out.extend_from_slice(method.as_str().as_bytes());
    out.push(b' ');
    out.extend(path.bytes().flat_map(escaped));
    out.extend_from_slice(b" HTTP/1.1\r\nhost: ");
    out.extend_from_slice(host.as_bytes());
    out.extend_from_slice(b"\r\n");
    for (name, value) in headers {
        out.extend_from_slice(name.as_bytes());
        out.extend_from_slice(b": ");
        out.extend(value.bytes().filter(|byte| !matches!(byte, b'\r' | b'\n' | 0)));
        out.extend_from_slice(b"\r\n");
    }
    if let Some(length) = body_bytes {
        write!(out, "content-length: {length}\r\n").expect("writing to memory does not fail");
    }
    out.extend_from_slice(b"\r\n");
}

/// Graphic bytes that no URL may hold as they are (RFC 3986, section 2).
const NOT_IN_URLS: &[u8] = b"\"<>\\^`{|}";

/// A path as it stands in a request line.
pub(crate) fn escaped_path(path: &str) -> impl Iterator<Item = char> {
    path.bytes().flat_map(escaped).map(char::from)
}

/// A byte of the path as it may stand in a request line: what a URL may not hold is escaped.
fn escaped(byte: u8) -> impl Iterator<Item = u8> {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let hex = |nibble: u8| HEX[usize::from(nibble)];
    let (bytes, length) = if byte.is_ascii_graphic() && !NOT_IN_URLS.contains(&byte) {
        ([byte, 0, 0], 1)
    } else {
        ([b'%', hex(byte >> 4), hex(byte & 15)], 3)
    };
    bytes.into_iter().take(length)
}
