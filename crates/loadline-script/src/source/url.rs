//! References of remote modules against the URL of the module that makes them.
//!
//! Text in, text out, after RFC 3986 as far as `https` needs it. Whether the URL may be asked for is the
//! business of `resolve.rs`.

/// The URL that `reference`, written in the module at `base`, stands for.
pub(super) fn join(base: &str, reference: &str) -> String {
    if reference.contains("://") {
        return reference.to_owned();
    }
    let (origin, path) = split(base);
    let path = path.split(['?', '#']).next().unwrap_or(path);
    let (reference, query) =
        reference.find(['?', '#']).map_or((reference, ""), |at| reference.split_at(at));
    let joined = if reference.starts_with('/') {
        reference.to_owned()
    } else {
        let folder = path.rfind('/').map_or("", |at| &path[..at]);
        format!("{folder}/{reference}")
    };
    format!("{origin}{}{query}", normal(&joined))
}

/// `https://host` and the rest.
fn split(url: &str) -> (&str, &str) {
    let host = url.find("://").map_or(0, |at| at + 3);
    let path = url[host..].find('/').map_or(url.len(), |at| host + at);
    url.split_at(path)
}

/// An absolute path without `.` and `..`.
fn normal(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    for part in path.split('/').skip(1) {
        match part {
            "." => {}
            ".." => {
                kept.pop();
            }
            part => kept.push(part),
        }
    }
    format!("/{}", kept.join("/"))
}

/// The path in a `file://` URL, its escapes undone; none when it names a host.
pub(super) fn file_path(url: &str) -> Option<String> {
    let path = url.strip_prefix("file://")?;
    let path = path.strip_prefix("localhost").filter(|rest| rest.starts_with('/')).unwrap_or(path);
    if !path.starts_with('/') {
        return None;
    }
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let escaped = after.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        match escaped.and_then(|two| u8::from_str_radix(two, 16).ok()) {
            Some(byte) if first == b'%' => {
                bytes.push(byte);
                rest = &after[2..];
            }
            _ => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).ok()
}
