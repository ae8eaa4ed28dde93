//! Changes to the head of a request that is written already.

use loadline_core::file::Method;

use crate::http1::write_head;

/// The path with its query in the request line; empty where there is none.
pub(super) fn path(written: &[u8]) -> &str {
    let line = written.split(|byte| *byte == b'\r').next().unwrap_or_default();
    let path = line.split(|byte| *byte == b' ').nth(1).unwrap_or_default();
    // What a request line may not hold was escaped when it was written.
    std::str::from_utf8(path).unwrap_or_default()
}

/// Where the head ends, its empty line included.
pub(super) fn end(written: &[u8]) -> usize {
    written.windows(4).position(|four| four == b"\r\n\r\n").map_or(written.len(), |at| at + 4)
}

/// Adds lines behind the others.
pub(super) fn add(written: &mut Vec<u8>, lines: &[(&str, String)]) {
    if lines.is_empty() {
        return;
    }
    let mut text = Vec::new();
    for (name, value) in lines {
        text.extend_from_slice(name.as_bytes());
        text.extend_from_slice(b": ");
        text.extend(value.bytes().filter(|byte| !byte.is_ascii_control()));
        text.extend_from_slice(b"\r\n");
    }
    let place = end(written).saturating_sub(2);
    written.splice(place..place, text);
}

/// How a request goes on to another place.
pub(super) struct Change<'a> {
    pub(super) method: Method,
    pub(super) host: &'a str,
    pub(super) path: &'a str,
    /// Whether it still has its body.
    pub(super) with_body: bool,
    /// Whether what proves who sends it goes along.
    pub(super) with_credentials: bool,
    /// Whether a cookie header of the step's own goes along; those of the jar are in `lines`.
    pub(super) with_cookies: bool,
    /// Lines that only the new request has.
    pub(super) lines: &'a [(&'static str, String)],
}

/// The request again, changed; its own lines give way to `lines` of the same name.
pub(super) fn changed(written: &[u8], change: &Change<'_>) -> Vec<u8> {
    let end = end(written);
    let text = String::from_utf8_lossy(&written[..end]);
    let fields = text.lines().skip(1).filter_map(|line| line.split_once(": "));
    let is_new = |name: &str| change.lines.iter().any(|(own, _)| own.eq_ignore_ascii_case(name));
    let mut length = None;
    let mut kept: Vec<(&str, &str)> = Vec::new();
    for (name, value) in fields {
        match &*name.to_ascii_lowercase() {
            "host" => {}
            "content-length" => length = value.parse().ok().filter(|_| change.with_body),
            "content-type" | "content-encoding" if !change.with_body => {}
            "authorization" if !change.with_credentials => {}
            "cookie" if !change.with_cookies => {}
            _ if is_new(name) => {}
            _ => kept.push((name, value)),
        }
    }
    kept.extend(change.lines.iter().map(|(name, value)| (*name, &**value)));
    let mut out = Vec::new();
    write_head(&mut out, change.method, change.path, change.host, kept.into_iter(), length);
    if change.with_body {
        out.extend_from_slice(&written[end..]);
    }
    out
}
