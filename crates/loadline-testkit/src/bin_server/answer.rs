//! An answer, and how it is written.

use std::io::Write as _;
use std::time::Duration;

use serde_json::Value;

/// What is answered.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) fields: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
    /// Waits so long before it answers.
    pub(super) delay: Option<Duration>,
    /// Sends its body line by line, in chunks.
    pub(super) chunked: bool,
}

impl Answer {
    /// A status without a body.
    pub(super) fn empty(status: u16) -> Self {
        Self { status, fields: Vec::new(), body: Vec::new(), delay: None, chunked: false }
    }

    /// A document.
    pub(super) fn json(document: &Value) -> Self {
        Self::empty(200).with("content-type", "application/json").holding(format!("{document}\n"))
    }

    pub(super) fn with(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.fields.push((name.into(), value.into()));
        self
    }

    pub(super) fn holding(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    /// A page.
    pub(super) fn html(page: impl Into<Vec<u8>>) -> Self {
        Self::empty(200).with("content-type", "text/html; charset=utf-8").holding(page)
    }

    pub(super) fn may_have_body(&self) -> bool {
        !matches!(self.status, 100..=199 | 204 | 304)
    }

    /// Head and body as they go out; the answer to a HEAD has no body.
    pub(super) fn bytes(&self, head_only: bool) -> Vec<u8> {
        let mut out = Vec::new();
        let mut line = |text: String| out.extend_from_slice(text.as_bytes());
        line(format!("HTTP/1.1 {} {}\r\n", self.status, reason(self.status)));
        for (name, value) in &self.fields {
            line(format!("{name}: {value}\r\n"));
        }
        let has_body = self.may_have_body();
        if self.chunked {
            line("transfer-encoding: chunked\r\n".to_owned());
        } else if has_body {
            line(format!("content-length: {}\r\n", self.body.len()));
        }
        line("\r\n".to_owned());
        if head_only || !has_body {
            return out;
        }
        if !self.chunked {
            out.extend_from_slice(&self.body);
            return out;
        }
        for chunk in self.body.split_inclusive(|byte| *byte == b'\n') {
            write!(out, "{:x}\r\n", chunk.len()).expect("writing to memory does not fail");
            out.extend_from_slice(chunk);
            out.extend_from_slice(b"\r\n");
        }
        out.extend_from_slice(b"0\r\n\r\n");
        out
    }
}

fn reason(status: u16) -> &'static str {
    let known = http::StatusCode::from_u16(status).ok();
    known.and_then(|known| known.canonical_reason()).unwrap_or("Unknown")
}
