//! Entries of a recording: what is needed of each, and which of them cannot be sent again.

use loadline_core::file::Method;

use crate::flows::left_out::LeftOut;
use crate::flows::url::Url;
use crate::flows::value::{Value, read_json_within};
use crate::results::clock::moment_ms;

/// Bytes of a JSON answer that is looked through for values that are sent again.
const ANSWER_BYTES_MAX: usize = 1 << 20;
/// Values of such an answer.
const ANSWER_VALUES_MAX: usize = 20_000;
/// Entries that are read at most.
const ENTRIES_MAX: usize = 20_000;
/// Bytes that a request without a recorded body is given at most.
const SENT_BYTES_MAX: u64 = 1 << 30;
/// Bytes of a URL at most.
const URL_BYTES_MAX: usize = 8 << 10;

/// One request with its answer.
#[derive(Debug)]
pub(super) struct Entry<'v> {
    pub(super) page: String,
    pub(super) started_ms: i64,
    pub(super) ended_ms: i64,
    pub(super) method: Method,
    pub(super) url: Url,
    pub(super) headers: Vec<(String, String)>,
    pub(super) post: Option<&'v Value>,
    /// Bytes that were sent, as far as the recording says.
    pub(super) sent_bytes: u64,
    pub(super) status: u16,
    /// Where the answer sent the client.
    pub(super) redirect: Option<Url>,
    /// A page, as against what belongs to one.
    pub(super) is_document: bool,
    /// A static file of a page.
    pub(super) is_asset: bool,
    /// The text of the answer, where it is JSON, and whether that is packed as base64.
    pub(super) answer: Option<(&'v str, bool)>,
}

/// The entries that were sent over HTTP, in the order of their time.
pub(super) fn read_entries<'v>(log: &'v Value, left_out: &mut LeftOut) -> Vec<Entry<'v>> {
    let mut entries = Vec::new();
    for (number, entry) in log.items_of("entries").iter().enumerate() {
        if number == ENTRIES_MAX {
            left_out.note(&format!("entries beyond the first {ENTRIES_MAX}"), "");
            break;
        }
        let url = entry.at(&["request", "url"]).and_then(Value::text).unwrap_or_default();
        match read_entry(entry, url) {
            Ok(entry) => entries.push(entry),
            Err(why) => left_out.note(why, url.split(['?', '#']).next().unwrap_or_default()),
        }
    }
    entries.sort_by_key(|entry| entry.started_ms);
    entries
}

fn read_entry<'v>(entry: &'v Value, url: &str) -> Result<Entry<'v>, &'static str> {
    let (request, response) = (entry.get("request"), entry.get("response"));
    let request = request.ok_or("entries without a request")?;
    let kind = entry.text_of("_resourceType").unwrap_or_default();
    let status = response.and_then(|r| r.get("status")).and_then(Value::number).unwrap_or(0.0);
    let status = if (100.0..600.0).contains(&status) { status as u16 } else { 0 };
    let mime = response.and_then(|r| r.at(&["content", "mimeType"])).and_then(Value::text);
    let mime = mime.unwrap_or_default().to_ascii_lowercase();
    if status == 101 || kind == "websocket" || url.starts_with("ws") {
        return Err("WebSockets: a flow opens one with `websocket: /path`");
    }
    if kind == "eventsource" || mime.starts_with("text/event-stream") {
        return Err("streams of events: a flow reads one with `events: /path`");
    }
    if url.len() > URL_BYTES_MAX {
        return Err("URLs longer than 8 KiB");
    }
    let url = Url::parse(url).ok_or("addresses that are not HTTP")?;
    if kind == "preflight" {
        return Err("requests that browsers make for themselves (CORS)");
    }
    let is_cached = entry.get("_fromCache").is_some_and(|cached| *cached != Value::Null);
    if is_cached {
        return Err("answers out of the browser's cache, which were never sent");
    }
    if status == 0 {
        return Err("requests without an answer");
    }
    let method = request.text_of("method").unwrap_or("GET");
    let method: Method = method.parse().map_err(|_| "methods that a flow does not have")?;
    let started_ms = entry.text_of("startedDateTime").and_then(moment_ms).unwrap_or_default();
    let took_ms = entry.get("time").and_then(Value::number).unwrap_or(0.0).clamp(0.0, 3.6e6);
    let location = response.and_then(|r| redirect_of(r, status));
    let post = request.get("postData").filter(|post| !post.entries().is_empty());
    Ok(Entry {
        page: entry.text_of("pageref").unwrap_or_default().to_owned(),
        started_ms,
        ended_ms: started_ms.saturating_add(took_ms as i64),
        method,
        headers: headers(request),
        post,
        sent_bytes: sent_bytes(request),
        status,
        redirect: location.and_then(|location| url.joined(location)),
        is_document: kind == "document" || (kind.is_empty() && mime.starts_with("text/html")),
        is_asset: is_asset(method, kind, &mime, &url.path),
        answer: answer(response, &mime),
        url,
    })
}

fn headers(message: &Value) -> Vec<(String, String)> {
    let pair = |header: &Value| {
        Some((header.text_of("name")?.to_ascii_lowercase(), header.text_of("value")?.to_owned()))
    };
    message.items_of("headers").iter().filter_map(pair).collect()
}

/// The length of what was sent, by its header, else as the browser counted it.
fn sent_bytes(request: &Value) -> u64 {
    let own = headers(request);
    let named = own.iter().find(|(name, _)| name == "content-length");
    let named = named.and_then(|(_, value)| value.trim().parse::<u64>().ok());
    let counted = || request.get("bodySize").and_then(Value::number).map(|bytes| bytes as u64);
    named.or_else(counted).unwrap_or_default().min(SENT_BYTES_MAX)
}

fn redirect_of(response: &Value, status: u16) -> Option<&str> {
    if !matches!(status, 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    let named = response.text_of("redirectURL").filter(|url| !url.is_empty());
    named.or_else(|| {
        let header = response.items_of("headers").iter().find(|header| {
            header.text_of("name").is_some_and(|name| name.eq_ignore_ascii_case("location"))
        });
        header?.text_of("value")
    })
}

/// Whether it is a file that a page is made of: as the browser says, else by its media type, else by its name.
fn is_asset(method: Method, kind: &str, mime: &str, path: &str) -> bool {
    const KINDS: [&str; 6] = ["stylesheet", "script", "image", "font", "media", "manifest"];
    const MIMES: [&str; 8] = [
        "text/css",
        "text/javascript",
        "application/javascript",
        "application/x-javascript",
        "image/",
        "font/",
        "audio/",
        "video/",
    ];
    const ENDINGS: [&str; 14] = [
        ".css", ".js", ".mjs", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".ico", ".woff",
        ".woff2", ".ttf", ".map",
    ];
    if method != Method::Get || matches!(kind, "xhr" | "fetch" | "document") {
        return false;
    }
    KINDS.contains(&kind)
        || MIMES.iter().any(|known| mime.starts_with(known))
        || ENDINGS.iter().any(|ending| path.to_ascii_lowercase().ends_with(ending))
}

/// The text of the answer, where it is JSON of a bounded size.
fn answer<'v>(response: Option<&'v Value>, mime: &str) -> Option<(&'v str, bool)> {
    let content = response?.get("content")?;
    let text = content.text_of("text").filter(|text| text.len() <= ANSWER_BYTES_MAX)?;
    let is_packed = content.text_of("encoding") == Some("base64");
    mime.contains("json").then_some((text, is_packed))
}

impl Entry<'_> {
    /// The answer, where it is JSON. Read when it is asked for: a recording may hold thousands.
    pub(super) fn answer(&self) -> Option<Value> {
        let (text, is_packed) = self.answer?;
        if !is_packed {
            return read_json_within(text, ANSWER_VALUES_MAX).ok();
        }
        let bytes = super::body::unpacked(text)?;
        read_json_within(std::str::from_utf8(&bytes).ok()?, ANSWER_VALUES_MAX).ok()
    }
}
