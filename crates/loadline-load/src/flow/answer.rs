//! What an answer has to be and what is kept of it: looked at in the order of the file, read only as far as
//! somebody asks.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::fmt;
use std::time::Duration;

use loadline_core::objective::Comparison;
use loadline_core::quantity::{Bytes, Span};
use regex::Regex;
use serde_json::Value;
use serde_json_path::JsonPath;

use super::fill::{Draws, Text, Values};
use super::plan::Step;
use crate::coding::{CodingError, decode_all, named};
use crate::cookie::Cookie;
use crate::message::Reply;
use crate::transport::ErrorKind;

/// A compiled check.
#[derive(Debug)]
pub(super) enum Check {
    Header { name: String, expected: Expected },
    Body(Expected),
    Json { path: JsonPath, expected: Expected },
    Duration(Comparison, Span),
    Size(Comparison, Bytes),
}

/// What a text has to be.
#[derive(Debug)]
pub(super) enum Expected {
    Present,
    Equal(Text),
    Containing(Text),
    Matching(Regex),
}

/// A value kept from an answer.
#[derive(Debug)]
pub(super) struct Save {
    pub(super) name: String,
    pub(super) slot: usize,
    pub(super) source: Source,
}

/// Where it is found.
#[derive(Debug)]
pub(super) enum Source {
    Json(JsonPath),
    Header(String),
    Regex(Regex),
    Cookie(String),
    Status,
    Body,
}

/// Why an answer is not good.
#[derive(Debug)]
pub(super) struct Failure<'a> {
    pub(super) kind: ErrorKind,
    /// What exactly is wrong; empty where the status says it all.
    pub(super) detail: Cow<'a, str>,
}

impl Failure<'static> {
    pub(super) fn new(kind: ErrorKind, detail: impl Into<Cow<'static, str>>) -> Self {
        Self { kind, detail: detail.into() }
    }

    fn check(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::FailedCheck, detail)
    }
}

/// An answer, looked at piece by piece.
pub(super) struct Answer<'a> {
    reply: &'a Reply,
    took: Duration,
    /// The largest body that is decoded.
    body_bytes_max: u64,
    body: OnceCell<Result<Cow<'a, [u8]>, CodingError>>,
    json: OnceCell<Option<Value>>,
}

impl<'a> Answer<'a> {
    pub(super) fn new(reply: &'a Reply, took: Duration, body_bytes_max: u64) -> Self {
        Self { reply, took, body_bytes_max, body: OnceCell::new(), json: OnceCell::new() }
    }

    /// Whether it is what the step asks for.
    pub(super) fn judge(
        &self,
        step: &Step,
        values: &mut Values,
        draws: &mut Draws<'_>,
    ) -> Result<(), Failure<'static>> {
        let status = self.reply.status;
        if !step.accepts(status) {
            let kind = if status >= 400 { ErrorKind::BadStatus } else { ErrorKind::FailedCheck };
            return Err(Failure::new(kind, ""));
        }
        for check in &step.checks {
            self.check(check, values, draws)?;
        }
        self.save(&step.saves, values)
    }

    /// Keeps what is asked for.
    pub(super) fn save(&self, saves: &[Save], values: &mut Values) -> Result<(), Failure<'static>> {
        for save in saves {
            let found = self.find(&save.source)?;
            if found.is_none() {
                let (name, source) = (&save.name, &save.source);
                return Err(Failure::check(format!(
                    "`{name}` cannot be saved: the answer has no {source}"
                )));
            }
            values.saved[save.slot] = found;
        }
        Ok(())
    }

    fn check(
        &self,
        check: &Check,
        values: &Values,
        draws: &mut Draws<'_>,
    ) -> Result<(), Failure<'static>> {
        let (what, found, expected) = match check {
            Check::Header { name, expected } => {
                (format!("header `{name}`"), self.header(name).map(Cow::Owned), expected)
            }
            Check::Body(expected) => ("body".to_owned(), Some(self.text()?), expected),
            Check::Json { path, expected } => {
                (format!("`{path}`"), self.at(path)?.map(Cow::Owned), expected)
            }
            Check::Duration(comparison, limit) => {
                let took = Span::from(self.took);
                let holds = comparison.holds(took.as_secs_f64(), limit.as_secs_f64());
                let (took, sign) = (took.rounded(), comparison.sign());
                return held(holds, || format!("the duration is {took}, not {sign} {limit}"));
            }
            Check::Size(comparison, limit) => {
                let size = self.reply.body_bytes;
                let holds = comparison.holds(size as f64, limit.count());
                let sign = comparison.sign();
                return held(holds, || format!("the size is {size} bytes, not {sign} {limit}"));
            }
        };
        let Some(found) = found else {
            return Err(Failure::check(format!("the answer has no {what}")));
        };
        let (verb, wanted, holds) = match expected {
            Expected::Present => return Ok(()),
            Expected::Equal(text) => {
                let wanted = text.filled(values, draws);
                let holds = found == wanted;
                ("equal", wanted, holds)
            }
            Expected::Containing(text) => {
                let wanted = text.filled(values, draws);
                let holds = found.contains(&wanted);
                ("contain", wanted, holds)
            }
            Expected::Matching(regex) => ("match", regex.to_string(), regex.is_match(&found)),
        };
        let detail = || {
            let is_short = !matches!(check, Check::Body(_));
            let shown =
                if is_short { format!(", it is `{}`", shortened(&found)) } else { String::new() };
            format!("the {what} does not {verb} `{}`{shown}", shortened(&wanted))
        };
        held(holds, detail)
    }

    fn find(&self, source: &Source) -> Result<Option<String>, Failure<'static>> {
        Ok(match source {
            Source::Json(path) => self.at(path)?,
            Source::Header(name) => self.header(name),
            Source::Regex(regex) => {
                let text = self.text()?;
                let groups = regex.captures(&text);
                groups.and_then(|groups| {
                    Some(groups.get(1).or_else(|| groups.get(0))?.as_str().to_owned())
                })
            }
            Source::Cookie(name) => self.cookie(name),
            Source::Status => Some(self.reply.status.to_string()),
            Source::Body => Some(self.text()?.into_owned()),
        })
    }

    fn header(&self, name: &str) -> Option<String> {
        let value = self.reply.fields.as_ref()?.get(name)?;
        Some(String::from_utf8_lossy(value).into_owned())
    }

    fn cookie(&self, name: &str) -> Option<String> {
        let fields = self.reply.fields.as_ref()?;
        let mut cookies = fields.all("set-cookie").filter_map(Cookie::name_and_value);
        cookies.find(|(own, _)| own == name).map(|(_, value)| value)
    }

    /// The first value at a path; none where there is no such value, or the body is no JSON.
    fn at(&self, path: &JsonPath) -> Result<Option<String>, Failure<'static>> {
        let body = self.body()?;
        let json = self.json.get_or_init(|| serde_json::from_slice(body).ok());
        let Some(document) = json else { return Err(Failure::check("the body is not JSON")) };
        Ok(path.query(document).first().map(|found| match found {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        }))
    }

    fn text(&self) -> Result<Cow<'_, str>, Failure<'static>> {
        self.body().map(String::from_utf8_lossy)
    }

    /// The body as it was meant, its codings undone.
    fn body(&self) -> Result<&[u8], Failure<'static>> {
        let body = self.body.get_or_init(|| {
            let coded = self.reply.body.as_deref().unwrap_or_default();
            let header =
                self.reply.fields.as_ref().and_then(|fields| fields.get("content-encoding"));
            let Some(header) = header else { return Ok(Cow::Borrowed(coded)) };
            let codings = named(&String::from_utf8_lossy(header))?;
            let limit = usize::try_from(self.body_bytes_max).unwrap_or(usize::MAX);
            decode_all(&codings, coded.to_vec(), limit).map(Cow::Owned)
        });
        body.as_deref().map_err(|error| {
            let kind = match error {
                CodingError::TooLarge { .. } => ErrorKind::BodyTooLarge,
                _ => ErrorKind::Protocol,
            };
            Failure::new(kind, format!("failed to {error}"))
        })
    }
}

/// A check that held, or why it did not.
fn held(holds: bool, detail: impl FnOnce() -> String) -> Result<(), Failure<'static>> {
    if holds { Ok(()) } else { Err(Failure::check(detail())) }
}

/// An answer's status, and those that were asked for.
pub(super) fn unexpected_status(step: &Step, status: u16) -> String {
    let expected: Vec<String> = step.expected_status.iter().map(u16::to_string).collect();
    match expected.is_empty() {
        true => format!("the status is {status}"),
        false => format!("the status is {status}, not {}", expected.join(" or ")),
    }
}

/// Enough of a text to know which one it is.
fn shortened(text: &str) -> Cow<'_, str> {
    const SHOWN_CHARS: usize = 100;
    match text.char_indices().nth(SHOWN_CHARS) {
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
        None => Cow::Borrowed(text),
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Json(path) => write!(f, "`{path}`"),
            Self::Header(name) => write!(f, "header `{name}`"),
            Self::Regex(regex) => write!(f, "match of `{regex}`"),
            Self::Cookie(name) => write!(f, "cookie `{name}`"),
            Self::Status => f.write_str("status"),
            Self::Body => f.write_str("body"),
        }
    }
}
