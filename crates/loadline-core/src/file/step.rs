//! A step: one request, what it sends, what is kept of its answer, what the answer has to be.

use super::method::Method;
use super::template::Template;
use crate::objective::Comparison;
use crate::quantity::{Bytes, Span};
use crate::yaml::Located;

/// One request.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Its method.
    pub method: Method,
    /// A path that begins with `/`, or a whole `http://` or `https://` URL.
    pub path: Template,
    /// The name it is counted under; the path as it is written when there is none.
    pub name: Option<String>,
    /// Its own headers.
    pub headers: Vec<(String, Template)>,
    /// How it proves who sends it; the flow's way when there is none.
    pub auth: Option<Auth>,
    /// What is sent.
    pub body: Body,
    /// How the body is compressed before it is sent.
    pub compression: Option<Coding>,
    /// Redirects followed; the flow's number when there is none.
    pub redirects: Option<u32>,
    /// The longest time it may take, instead of the run's own limit.
    pub timeout: Option<Span>,
    /// What is kept from the answer for later steps.
    pub save: Vec<Save>,
    /// Statuses that are a success; any below 400 when empty.
    pub expected_status: Vec<u16>,
    /// What else the answer has to be.
    pub checks: Vec<Check>,
}

/// What a request sends.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Body {
    /// Nothing.
    #[default]
    None,
    /// JSON text. Saved values stand inside JSON strings, so whoever fills them in escapes them. A string
    /// that was nothing but a number to fill in stands without quotes.
    Json(Template),
    /// Any text, as it is.
    Text(Template),
    /// That many zero bytes.
    Zeros(u64),
    /// Names and values as a web form sends them (`application/x-www-form-urlencoded`).
    Form(Vec<(String, Template)>),
    /// Parts as a web form with files sends them (`multipart/form-data`).
    Multipart(Vec<FormPart>),
    /// A file, read while it is sent; its path starts from the folder of `loadline.yaml`.
    File(Located<String>),
}

/// One part of a form with files.
#[derive(Debug, Clone, PartialEq)]
pub struct FormPart {
    /// The field's name.
    pub name: String,
    /// What it holds.
    pub content: FormContent,
}

/// What a part of a form holds.
#[derive(Debug, Clone, PartialEq)]
pub enum FormContent {
    /// A text.
    Text(Template),
    /// A file, read while it is sent.
    File {
        /// Its path, from the folder of `loadline.yaml`.
        path: Located<String>,
        /// The name the server is told; the path's last part when there is none.
        file_name: Option<String>,
        /// Its media type; `application/octet-stream` when there is none.
        media_type: Option<String>,
    },
}

/// How a request proves who sends it.
#[derive(Debug, Clone, PartialEq)]
pub enum Auth {
    /// `user:password`, as RFC 7617 has it.
    Basic(Template),
    /// A token, as RFC 6750 has it.
    Bearer(Template),
    /// `user:password`, proven by answering the server's challenge (RFC 7616).
    Digest(Template),
}

/// A way to make a body smaller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Coding {
    /// `gzip`, RFC 1952.
    Gzip,
    /// `deflate`: zlib's format, RFC 1950.
    Deflate,
    /// `br`, RFC 7932.
    Brotli,
    /// `zstd`, RFC 8878.
    Zstd,
}

impl Coding {
    /// Each with its name in `Content-Encoding`.
    pub const ALL: [(Self, &'static str); 4] = [
        (Self::Gzip, "gzip"),
        (Self::Deflate, "deflate"),
        (Self::Brotli, "br"),
        (Self::Zstd, "zstd"),
    ];

    /// Its name.
    pub fn as_str(self) -> &'static str {
        let own = Self::ALL.into_iter().find(|(coding, _)| *coding == self);
        own.map_or("", |(_, name)| name)
    }

    /// The coding of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|(_, own)| own.eq_ignore_ascii_case(name))
            .map(|(coding, _)| coding)
    }
}

/// A value kept from an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Save {
    /// The name later steps know it by.
    pub name: String,
    /// Where it is found.
    pub source: Source,
}

/// Where a value is found in an answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Source {
    /// The first match of an RFC 9535 JSONPath in the body.
    Json(Located<String>),
    /// A header's value.
    Header(String),
    /// The first group of a regular expression in the body, or its whole match.
    Regex(Located<String>),
    /// The value of a cookie that the answer sets.
    Cookie(String),
    /// The status.
    Status,
    /// The whole body as text.
    Body,
}

/// What an answer has to be.
#[derive(Debug, Clone, PartialEq)]
pub enum Check {
    /// A header.
    Header {
        /// Its name.
        name: String,
        /// Its value.
        expected: Expected,
    },
    /// The body's text.
    Body(Expected),
    /// The first match of a JSONPath in the body.
    Json {
        /// The path, RFC 9535.
        path: Located<String>,
        /// The value there; a text without its quotes.
        expected: Expected,
    },
    /// The time from its start to its last byte.
    Duration(Comparison, Span),
    /// The size of the body as it came.
    Size(Comparison, Bytes),
}

/// What a text has to be.
#[derive(Debug, Clone, PartialEq)]
pub enum Expected {
    /// There at all.
    Present,
    /// Exactly this.
    Equal(Template),
    /// It has this in it.
    Containing(Template),
    /// A regular expression finds something in it.
    Matching(Located<String>),
}

impl Step {
    /// A request of `path` that sends nothing and expects nothing in particular.
    pub fn new(method: Method, path: Template) -> Self {
        Self {
            method,
            path,
            name: None,
            headers: Vec::new(),
            auth: None,
            body: Body::None,
            compression: None,
            redirects: None,
            timeout: None,
            save: Vec::new(),
            expected_status: Vec::new(),
            checks: Vec::new(),
        }
    }

    /// The name it is counted under.
    pub fn label(&self) -> String {
        self.name.clone().unwrap_or_else(|| self.path.to_string())
    }

    /// Whether an answer with this status is a success.
    pub fn accepts(&self, status: u16) -> bool {
        if self.expected_status.is_empty() {
            status < 400
        } else {
            self.expected_status.contains(&status)
        }
    }
}
