//! From an entry to a request of the file.

use super::body::{Filling, body};
use super::entry::Entry;
use crate::flows::draft::{Body, Draft, Part, Request};
use crate::flows::text::Text;
use crate::flows::url::{decoded, is_id};

/// Headers of the browser, of its connection and of its cache: they are not part of what the user does.
const DROPPED: [&str; 22] = [
    "cookie",
    "content-length",
    "content-type",
    "host",
    "connection",
    "keep-alive",
    "user-agent",
    "referer",
    "origin",
    "dnt",
    "pragma",
    "cache-control",
    "upgrade-insecure-requests",
    "priority",
    "te",
    "transfer-encoding",
    "expect",
    "upgrade",
    "range",
    "x-client-data",
    "save-data",
    "accept-encoding",
];
const DROPPED_PARTS: [&str; 7] =
    [":", "sec-", "if-", "proxy-", "x-forwarded-", "x-devtools-", "cf-"];
/// An `accept` longer than this lists what a browser can show.
const ACCEPT_BYTES: usize = 40;
/// Headers of a request at most.
const HEADERS_MAX: usize = 50;
/// Bytes of a header's value at most.
const HEADER_BYTES_MAX: usize = 4 << 10;

/// The request of an entry.
pub(super) fn request(draft: &mut Draft, entry: &Entry<'_>, fill: &mut Filling<'_>) -> Request {
    let (path, pattern) = path(entry, fill);
    let what = format!("{} {}", entry.method.as_str(), entry.url.path);
    let mut request = Request::new(entry.method, path);
    if entry.url.query.is_some() || pattern != entry.url.path {
        request.name = Some(pattern.clone());
    }
    request.headers = headers(entry, fill);
    add_body(draft, entry, fill, &mut request, &what);
    match entry.status {
        // Without the condition that the browser's cache set, the file comes whole.
        304 => request.status = vec![200],
        status @ 500.. => {
            draft.left_out.note(&format!("checks of answers that were {status}"), &what);
        }
        status => request.status = vec![status],
    }
    if !entry.is_asset {
        let has_files = match &request.body {
            Body::File(_) => true,
            Body::Multipart(parts) => {
                parts.iter().any(|(_, part)| matches!(part, Part::File { .. }))
            }
            _ => false,
        };
        draft.classes.add(entry.method, &pattern, has_files);
    }
    request
}

/// What was sent; where the recording lost it, as many zero bytes.
fn add_body(
    draft: &mut Draft,
    entry: &Entry<'_>,
    fill: &mut Filling<'_>,
    request: &mut Request,
    what: &str,
) {
    let named = || entry.headers.iter().find(|(name, _)| name == "content-type");
    let mut media_type = named().map(|(_, value)| value.clone());
    if let Some(post) = entry.post {
        let (body, named) = body(draft, post, fill, what);
        (request.body, media_type) = (body, named);
    }
    if request.body == Body::None && entry.sent_bytes > 0 {
        draft.left_out.note("bodies that were not recorded, sent as zero bytes", what);
        request.body = Body::Zeros(entry.sent_bytes);
    }
    let is_fit = |text: &String| request.body != Body::None && !text.contains(char::is_control);
    if let Some(media_type) = media_type.filter(is_fit) {
        request.headers.push(("content-type".to_owned(), Text::literal(&media_type)));
    }
}

/// The path with what is known filled in, and its pattern for names and classes.
fn path(entry: &Entry<'_>, fill: &mut Filling<'_>) -> (Text, String) {
    let mut text = Text::default();
    let mut pattern = Vec::new();
    let mut before = "";
    for (place, raw) in entry.url.path.split('/').enumerate() {
        let text_of = if place > 0 { "/" } else { "" };
        text = text.then(text_of);
        let decoded = decoded(raw, false);
        let piece = fill.known.component(fill.now, fill.secrets, before, raw, &decoded);
        let is_filled = !piece.is_literal();
        text.push(&piece);
        pattern.push(if is_filled || is_id(raw) { "{id}" } else { raw });
        before = "";
    }
    let mut between = "?";
    for pair in entry.url.query.iter().flat_map(|query| query.split('&')) {
        let (name, raw) = pair.split_once('=').unwrap_or((pair, ""));
        text = text.then(between).then(name);
        if pair.contains('=') {
            let (name, value) = (decoded(name, true), decoded(raw, true));
            text = text.then("=");
            text.push(&fill.known.component(fill.now, fill.secrets, &name, raw, &value));
        }
        between = "&";
    }
    (text, pattern.join("/"))
}

fn headers(entry: &Entry<'_>, fill: &mut Filling<'_>) -> Vec<(String, Text)> {
    let mut headers: Vec<(String, Text)> = Vec::new();
    for (name, value) in &entry.headers {
        let is_token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
        let is_dropped = DROPPED.contains(&name.as_str())
            || DROPPED_PARTS.iter().any(|part| name.starts_with(part))
            || (name == "accept" && (value == "*/*" || value.len() > ACCEPT_BYTES));
        let is_odd = name.is_empty()
            || name.len() > 160
            || !name.chars().all(is_token)
            || value.len() > HEADER_BYTES_MAX
            || value.contains(|c: char| c.is_control() && c != '\t');
        let is_odd = is_odd || headers.len() == HEADERS_MAX;
        if is_dropped || is_odd || headers.iter().any(|(known, _)| known == name) {
            continue;
        }
        let text = fill.known.header(fill.now, fill.secrets, name, value);
        headers.push((name.clone(), text));
    }
    headers
}
