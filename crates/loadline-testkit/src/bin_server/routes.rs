//! What each path does.

use std::io::Read;
use std::time::Duration;

use serde_json::{Value, json};

use super::answer::Answer;
use super::auth;
use super::form::{form_and_files, object};
use super::pages;
use super::request::{Asked, pairs};

/// The longest body that is shown as text.
const SHOWN_BYTES_MAX: usize = 1 << 20;
/// The longest delay, in seconds.
const DELAY_MAX: f64 = 10.0;
/// Bytes that the bomb becomes.
const BOMB_BYTES: u64 = 4 << 20;
/// Most lines of a stream, and bytes of noise.
const COUNT_MAX: usize = 1 << 20;

/// The answer to a request over `scheme`.
pub(super) fn answer(asked: &Asked, scheme: &str) -> Answer {
    let parts: Vec<&str> = asked.path.split('/').skip(1).collect();
    if let Some(answer) =
        cookie_routes(asked, &parts).or_else(|| redirect_routes(asked, scheme, &parts))
    {
        return answer;
    }
    match parts[..] {
        ["headers"] => Answer::json(&json!({ "headers": headers(asked) })),
        ["user-agent"] => {
            Answer::json(&json!({ "user-agent": asked.field("user-agent").unwrap_or_default() }))
        }
        ["ip"] => Answer::json(&json!({ "origin": "127.0.0.1" })),
        ["status", status] => Answer::empty(status.parse().unwrap_or(400)),
        ["delay", seconds] => {
            let seconds = seconds.parse::<f64>().unwrap_or(0.0).clamp(0.0, DELAY_MAX);
            Answer { delay: Some(Duration::from_secs_f64(seconds)), ..echo(asked, scheme) }
        }
        [coding @ ("gzip" | "deflate" | "brotli" | "zstd")] => coded(coding, asked),
        ["bomb"] => bomb(),
        ["basic-auth", user, password] => auth::basic(asked, user, password),
        ["hidden-basic-auth", user, password] => auth::hidden_basic(asked, user, password),
        ["bearer"] => auth::bearer(asked),
        ["digest-auth", ..] => auth::digest(asked, &parts[1..]),
        ["bytes" | "stream-bytes", count] => {
            let answer = Answer::empty(200).with("content-type", "application/octet-stream");
            let chunked = parts[0] == "stream-bytes";
            Answer { chunked, ..answer.holding(vec![b'x'; number(count)]) }
        }
        ["stream", count] => stream(number(count)),
        ["form"] if asked.method == "GET" => pages::form(),
        ["response-headers"] => response_headers(asked),
        ["get" | "post" | "put" | "patch" | "delete" | "form" | "anything", ..] => {
            echo(asked, scheme)
        }
        _ => pages::answer(asked, &parts).unwrap_or_else(|| Answer::empty(404)),
    }
}

fn cookie_routes(asked: &Asked, parts: &[&str]) -> Option<Answer> {
    let set = |name: &str, value: &str| {
        redirect(302, "/cookies").with("set-cookie", format!("{name}={value}; Path=/"))
    };
    Some(match *parts {
        ["cookies"] => Answer::json(&json!({ "cookies": cookies(asked) })),
        ["cookies", "set"] => {
            let set = asked.query.iter();
            set.fold(redirect(302, "/cookies"), |answer, (name, value)| {
                answer.with("set-cookie", format!("{name}={value}; Path=/"))
            })
        }
        ["cookies", "set", name, value] => set(name, value),
        ["cookies", "delete"] => {
            let gone = asked.query.iter();
            gone.fold(redirect(302, "/cookies"), |answer, (name, _)| {
                answer.with("set-cookie", format!("{name}=; Path=/; Max-Age=0"))
            })
        }
        // Sets a cookie with the attributes given, whatever they are.
        ["set-cookie"] => Answer::json(&json!({}))
            .with("set-cookie", asked.argument("cookie").unwrap_or_default().to_owned()),
        _ => return None,
    })
}

fn redirect_routes(asked: &Asked, scheme: &str, parts: &[&str]) -> Option<Answer> {
    let host = asked.field("host").unwrap_or_default();
    Some(match *parts {
        [kind @ ("redirect" | "relative-redirect" | "absolute-redirect"), count] => {
            let base = match kind {
                "absolute-redirect" => format!("{scheme}://{host}"),
                _ => String::new(),
            };
            match number(count) {
                0 | 1 => redirect(302, &format!("{base}/get")),
                more => redirect(302, &format!("{base}/{kind}/{}", more - 1)),
            }
        }
        ["circle"] => redirect(302, "/circle"),
        ["redirect-to"] => {
            let status =
                asked.argument("status_code").and_then(|it| it.parse().ok()).unwrap_or(302);
            redirect(status, asked.argument("url").unwrap_or("/get"))
        }
        _ => return None,
    })
}

/// A count in a path; what is none is nothing.
pub(super) fn number(text: &str) -> usize {
    text.parse::<usize>().unwrap_or(0).min(COUNT_MAX)
}

/// Answers with the fields that the query names, and shows them.
fn response_headers(asked: &Asked) -> Answer {
    let shown = Answer::json(&object(asked.query.clone()));
    asked.query.iter().fold(shown, |answer, (name, value)| answer.with(name.clone(), value))
}

/// The request as a document.
fn echo(asked: &Asked, scheme: &str) -> Answer {
    let (form, files) = form_and_files(asked);
    let is_text = asked.body.len() <= SHOWN_BYTES_MAX && files == json!({}) && form == json!({});
    let data =
        if is_text { String::from_utf8_lossy(&asked.body).into_owned() } else { String::new() };
    let host = asked.field("host").unwrap_or_default();
    Answer::json(&json!({
        "method": asked.method,
        "url": format!("{scheme}://{host}{}", asked.target),
        "args": object(asked.query.clone()),
        "headers": headers(asked),
        "origin": "127.0.0.1",
        "data": data,
        "json": serde_json::from_slice::<Value>(&asked.body).ok(),
        "form": form,
        "files": files,
        "size": asked.body.len(),
    }))
}

fn headers(asked: &Asked) -> Value {
    object(asked.fields.iter().map(|(name, value)| (canonical(name), value.clone())).collect())
}

/// `content-type` as `Content-Type`.
fn canonical(name: &str) -> String {
    let word = |word: &str| {
        let (first, rest) = word.split_at(word.len().min(1));
        format!("{}{}", first.to_ascii_uppercase(), rest.to_ascii_lowercase())
    };
    name.split('-').map(word).collect::<Vec<_>>().join("-")
}

fn cookies(asked: &Asked) -> Value {
    let header = asked.field("cookie").unwrap_or_default();
    object(pairs(&header.replace("; ", "&")))
}

fn redirect(status: u16, to: &str) -> Answer {
    Answer::empty(status).with("location", to)
}

/// A document in that coding.
fn coded(coding: &str, asked: &Asked) -> Answer {
    let said = match coding {
        "gzip" => "gzipped",
        "deflate" => "deflated",
        other => other,
    };
    // Both names: the path's, and that which tests of other tools look for.
    let document =
        json!({ coding: true, said: true, "method": asked.method, "headers": headers(asked) });
    let plain = document.to_string().into_bytes();
    let (name, body) = match coding {
        "gzip" => (
            "gzip",
            drained(flate2::read::GzEncoder::new(&plain[..], flate2::Compression::default())),
        ),
        "deflate" => (
            "deflate",
            drained(flate2::read::ZlibEncoder::new(&plain[..], flate2::Compression::default())),
        ),
        "brotli" => ("br", drained(brotli::CompressorReader::new(&plain[..], 4_096, 5, 20))),
        _ => {
            let level = ruzstd::encoding::CompressionLevel::Fastest;
            ("zstd", ruzstd::encoding::compress_to_vec(&plain[..], level))
        }
    };
    Answer::empty(200)
        .with("content-type", "application/json")
        .with("content-encoding", name)
        .holding(body)
}

/// A small body that becomes a large one.
fn bomb() -> Answer {
    let zeros = std::io::repeat(0).take(BOMB_BYTES);
    let body = drained(flate2::read::GzEncoder::new(zeros, flate2::Compression::fast()));
    Answer::empty(200).with("content-encoding", "gzip").holding(body)
}

fn drained(mut encoder: impl Read) -> Vec<u8> {
    let mut coded = Vec::new();
    encoder.read_to_end(&mut coded).expect("coding memory does not fail");
    coded
}

/// Lines of JSON in chunks.
fn stream(count: usize) -> Answer {
    let lines: String = (0..count).map(|id| format!("{}\n", json!({ "id": id }))).collect();
    let answer = Answer::empty(200).with("content-type", "application/json").holding(lines);
    Answer { chunked: true, ..answer }
}
