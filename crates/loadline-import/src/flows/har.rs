//! HAR 1.2: what a browser or a proxy recorded becomes a flow.
//!
//! Entries of the main host are kept in their order; redirects are folded into the request that met them, cookies
//! are left to the jar, static files of a page are fetched side by side behind it. A value that an earlier JSON answer
//! brought is saved there and filled in where it was sent again. When pages are independent of each other, each
//! becomes a task of its own; else the recording is one task, in order, with its pauses.

mod body;
mod entry;
mod fold;
mod journey;
mod known;
mod request;

pub(super) use self::body::{JSON_LEVELS_MAX, fits, json_of};
use self::entry::{Entry, read_entries};
use self::fold::folded;
use self::journey::journey;
use super::draft::{Draft, Options, REQUESTS_MAX};
use super::kind::main_target;
use super::left_out::LeftOut;
use super::value::{Value, read_json};
use crate::results::ImportError;

const ACCEPTED: &str = "accepted is a HAR 1.2: browsers write one with \"Save all as HAR\" in the network \
                        panel of their developer tools";

/// The draft of a recording.
pub(super) fn draft(text: &str, options: &Options) -> Result<Draft, ImportError> {
    let document = read_json(text).map_err(|error| match error.hint.is_empty() {
        true => error.hint(ACCEPTED),
        false => error,
    })?;
    let mut left_out = LeftOut::default();
    let log = checked(&document, &mut left_out)?;
    let entries = read_entries(log, &mut left_out);
    let entries = folded(entries, &mut left_out);
    let nothing =
        || ImportError::file("nothing in the recording is a request that can be sent again");
    let main = main_origin(&entries, options).ok_or_else(|| nothing().hint(ACCEPTED))?;
    let mut kept: Vec<Entry<'_>> = Vec::new();
    for entry in entries {
        if entry.url.origin() != main {
            left_out.note("requests of other hosts", &entry.url.origin());
        } else if kept.len() == REQUESTS_MAX {
            let what = format!("{} {}", entry.method.as_str(), entry.url.path);
            left_out.note(&format!("requests beyond the first {REQUESTS_MAX}"), &what);
        } else {
            kept.push(entry);
        }
    }
    let mut draft = Draft {
        service: service_name(&main),
        target: main_target(options, &main),
        left_out,
        ..Draft::default()
    };
    journey(&mut draft, log, &kept);
    Ok(draft)
}

/// The recording itself, when it is one that can be read.
fn checked<'v>(document: &'v Value, left_out: &mut LeftOut) -> Result<&'v Value, ImportError> {
    let wrong = |message: String| Err(ImportError::file(message).hint(ACCEPTED));
    let Some(log) = document.get("log") else {
        let openapi = document.get("openapi").or_else(|| document.get("swagger")).is_some();
        return match openapi {
            true => Err(ImportError::file("this is an API's description, not a HAR")
                .hint("`--from openapi` reads it")),
            false => wrong("the key `log` is missing: this is not a HAR".to_owned()),
        };
    };
    if !matches!(log.get("entries"), Some(Value::List(_))) {
        return wrong("the list `log.entries` is missing: this is not a HAR".to_owned());
    }
    if log.items_of("entries").is_empty() {
        return wrong("the recording is empty: `log.entries` has nothing in it".to_owned());
    }
    let version = log.get("version").and_then(Value::scalar).unwrap_or_default();
    if !version.is_empty() && !version.starts_with("1.") {
        return wrong(format!("the HAR is of version {version}"));
    }
    if !matches!(&*version, "" | "1.1" | "1.2") {
        left_out.note("the HAR is of a newer version than 1.2 and was read as that", &version);
    }
    Ok(log)
}

/// The origin that the flow is about: that of the target where the recording has it, else of the first page, else
/// of the most requests.
fn main_origin(entries: &[Entry<'_>], options: &Options) -> Option<String> {
    let target = options.target.as_deref().and_then(super::url::Url::parse);
    let named = target.map(|url| url.origin());
    if let Some(origin) = named.filter(|named| entries.iter().any(|e| e.url.origin() == *named)) {
        return Some(origin);
    }
    if let Some(page) = entries.iter().find(|entry| entry.is_document) {
        return Some(page.url.origin());
    }
    let mut counts: Vec<(String, usize)> = Vec::new();
    for entry in entries {
        let origin = entry.url.origin();
        match counts.iter_mut().find(|(known, _)| *known == origin) {
            Some((_, count)) => *count += 1,
            None => counts.push((origin, 1)),
        }
    }
    // The first of several with as many.
    counts.reverse();
    counts.into_iter().max_by_key(|(_, count)| *count).map(|(origin, _)| origin)
}

/// A service's name from its host.
fn service_name(origin: &str) -> String {
    let host = origin.split_once("://").map_or(origin, |(_, rest)| rest);
    host.split(':').next().filter(|name| !name.is_empty()).unwrap_or("service").to_owned()
}
