//! Documents that are the same for everybody: pages with forms and links, pictures, caches and ranges.

use std::fmt::Write as _;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use serde_json::json;

use super::answer::Answer;
use super::request::Asked;
use super::routes::number;

/// Most links of a page.
const LINKS_MAX: usize = 200;
/// The longest drip, in seconds.
const DRIP_MAX: f64 = 10.0;
/// When the cached document was last changed.
const LAST_MODIFIED: &str = "Sat, 01 Feb 2025 10:00:00 GMT";
/// A picture of one transparent pixel.
const PIXEL_PNG: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";

const FORM: &str = r#"<!DOCTYPE html>
<html lang="en">
<head><title>Order</title></head>
<body>
<h1>Order</h1>
<form id="order" method="post" action="/post">
<p><label>Name <input name="name" value="Ada"></label></p>
<p><label>Mail <input type="email" name="mail"></label></p>
<fieldset>
<label><input type="radio" name="size" value="small"> small</label>
<label><input type="radio" name="size" value="medium" checked="checked"> medium</label>
<label><input type="checkbox" name="extra" value="cheese" checked="checked"> cheese</label>
<label><input type="checkbox" name="extra" value="onion"> onion</label>
</fieldset>
<p><select name="when"><option value="now">Now</option><option value="later" selected>Later</option></select></p>
<p><textarea name="note">ring twice</textarea></p>
<input type="hidden" name="token" value="t-1">
<p><button id="send" type="submit" name="go" value="yes">Send</button></p>
</form>
<form id="search" action="/get"><input name="q" value="bread"><input type="submit" value="Find"></form>
<p><a href="/get?from=link" class="plain">a link</a> <a href="/redirect/1">another</a></p>
</body>
</html>
"#;

const STORY: &str = r#"<!DOCTYPE html>
<html lang="en">
<head><title>Story</title><meta charset="utf-8"></head>
<body>
<h1>The mill by the river</h1>
<div id="content" class="text wide" data-count="3" data-deep-name="mill">
<p class="first">The wheel turned <b>slowly</b>.</p>
<p>The miller slept &amp; dreamt.</p>
<p class="last">Then it rained.</p>
</div>
<ul id="list"><li>one</li><li class="even">two</li><li>three</li><li class="even">four</li></ul>
<footer><a href="/links/3/0">more</a></footer>
</body>
</html>
"#;

const XML: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<shelf name="kitchen"><jar id="1">salt</jar><jar id="2">sugar</jar></shelf>
"#;

const UTF8: &str =
    "<h1>Unicode</h1>\n<p>Ünïcödé · Ελληνικά · кириллица · 日本語 · العربية · 🙂 𝔘</p>\n";

/// The answer of those paths that have a fixed one.
pub(super) fn answer(asked: &Asked, parts: &[&str]) -> Option<Answer> {
    Some(match *parts {
        ["forms", "post"] => form(),
        ["html"] => Answer::html(STORY),
        ["links", count, offset] => links(number(count), number(offset)),
        ["json"] => json_document(),
        ["xml"] => Answer::empty(200).with("content-type", "application/xml").holding(XML),
        ["encoding", "utf8"] => Answer::html(UTF8),
        ["image", "png"] => picture(),
        ["cache"] => cached(asked, "\"version-1\""),
        ["etag", tag] => cached(asked, &format!("\"{tag}\"")),
        ["base64", text] => base64(text),
        ["uuid"] => Answer::json(&json!({ "uuid": uuid() })),
        ["drip"] => drip(asked),
        ["range", count] => range(asked, number(count)),
        _ => return None,
    })
}

/// A page with two forms.
pub(super) fn form() -> Answer {
    Answer::html(FORM)
}

/// A page with `count` links to the same page with another offset; the offset's own is plain text.
fn links(count: usize, offset: usize) -> Answer {
    let count = count.min(LINKS_MAX);
    let mut page = String::from("<html><head><title>Links</title></head><body>");
    for link in 0..count {
        let written = match link == offset {
            true => write!(page, "{link} "),
            false => write!(page, "<a href='/links/{count}/{link}'>{link}</a> "),
        };
        written.expect("writing to memory does not fail");
    }
    page.push_str("</body></html>");
    Answer::html(page)
}

fn json_document() -> Answer {
    Answer::json(&json!({
        "library": {
            "name": "Corner shelf",
            "open": true,
            "floors": 2,
            "rating": 4.25,
            "address": { "street": "Mill Lane", "number": 7 },
            "books": [
                { "title": "Salt", "pages": 120, "tags": ["sea", "trade"] },
                { "title": "Rivers", "pages": 340, "tags": [] },
                { "title": "A.B.C", "pages": 26, "tags": ["letters"] },
            ],
            "odd.key": "dotted",
            "nothing": null,
        }
    }))
}

fn picture() -> Answer {
    let pixel = STANDARD.decode(PIXEL_PNG).expect("the picture is base64");
    Answer::empty(200).with("content-type", "image/png").holding(pixel)
}

/// A document for whoever does not have it yet.
fn cached(asked: &Asked, tag: &str) -> Answer {
    let has_tag = asked.field("if-none-match").is_some_and(|known| known.contains(tag));
    let answer = match has_tag || asked.field("if-modified-since") == Some(LAST_MODIFIED) {
        true => Answer::empty(304),
        false => Answer::json(&json!({ "cached": false })),
    };
    answer.with("etag", tag).with("last-modified", LAST_MODIFIED)
}

/// The text behind its base64.
fn base64(text: &str) -> Answer {
    match URL_SAFE.decode(text).or_else(|_| STANDARD.decode(text)) {
        Ok(bytes) => Answer::html(bytes),
        Err(_) => Answer::empty(400),
    }
}

/// A random version 4.
fn uuid() -> String {
    let bits = (fastrand::u128(..) & !(0xF << 76) & !(0x3 << 62)) | (0x4 << 76) | (0x2 << 62);
    let hex = format!("{bits:032x}");
    let [a, b, c, d, e] = [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]];
    format!("{a}-{b}-{c}-{d}-{e}")
}

/// `numbytes` stars with status `code` after `delay` seconds.
fn drip(asked: &Asked) -> Answer {
    let count = asked.argument("numbytes").map_or(10, number);
    let status = asked.argument("code").and_then(|it| it.parse().ok()).unwrap_or(200);
    let seconds = |name| asked.argument(name).and_then(|it| it.parse::<f64>().ok()).unwrap_or(0.0);
    let waits = (seconds("delay") + seconds("duration")).clamp(0.0, DRIP_MAX);
    let answer = Answer::empty(status).with("content-type", "application/octet-stream");
    Answer { delay: Some(Duration::from_secs_f64(waits)), ..answer.holding(vec![b'*'; count]) }
}

/// Letters from a to z, over and over: `count` of them, or the one range asked for.
fn range(asked: &Asked, count: usize) -> Answer {
    let body: Vec<u8> = (b'a'..=b'z').cycle().take(count).collect();
    let answer = |status| {
        Answer::empty(status)
            .with("content-type", "application/octet-stream")
            .with("accept-ranges", "bytes")
    };
    let wanted = asked.field("range").and_then(|it| it.strip_prefix("bytes=")?.split_once('-'));
    let Some((first, last)) = wanted else { return answer(200).holding(body) };
    let last = last.parse().unwrap_or(usize::MAX).min(count.saturating_sub(1));
    let first = first.parse().unwrap_or(0);
    match body.get(first..=last) {
        None => answer(416).with("content-range", format!("bytes */{count}")),
        Some(part) => {
            answer(206).with("content-range", format!("bytes {first}-{last}/{count}")).holding(part)
        }
    }
}
