//! The file to be, as plain data: what the sources fill and `write/` puts into words.

use loadline_core::file::Method;

use super::class::Classes;
use super::left_out::LeftOut;
use super::text::Text;
use super::value::Value;

/// Requests written at most; the rest is named in a note.
pub(super) const REQUESTS_MAX: usize = 200;

/// What the caller wants of a conversion.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The target, instead of the one that the source names.
    pub target: Option<String>,
    /// What the source is called in the first line of the file.
    pub source: String,
}

/// A file that was written, and what is to be said about it.
#[derive(Debug, Clone, Default)]
pub struct Written {
    /// The text of `loadline.yaml`.
    pub text: String,
    /// What is in it, in one line.
    pub summary: String,
    /// What was left out or changed, a line for each.
    pub notes: Vec<String>,
    /// Files that it needs beside itself.
    pub files: Vec<FileBeside>,
    /// Files that it reads and that are somebody else's to bring.
    pub reads: Vec<String>,
    /// Environment variables that hold its secrets.
    pub secrets: Vec<String>,
}

/// A file that is to lie beside `loadline.yaml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileBeside {
    /// Its name, without folders.
    pub name: String,
    /// What it holds.
    pub content: Vec<u8>,
}

/// The file before it is written.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub(super) service: String,
    pub(super) target: String,
    pub(super) classes: Classes,
    pub(super) flows: Vec<Flow>,
    pub(super) left_out: LeftOut,
    pub(super) files: Vec<FileBeside>,
    pub(super) reads: Vec<String>,
    /// Bytes of bodies that may still be written out.
    pub(super) room: Room,
}

/// How much of bodies may still be written into the file.
#[derive(Debug)]
pub(super) struct Room {
    /// Bytes of text.
    pub(super) bytes: usize,
    /// Values of JSON.
    pub(super) values: usize,
}

impl Room {
    /// Takes so much of what is left; false where there is not as much.
    pub(super) fn take(&mut self, bytes: usize, values: usize) -> bool {
        let left = self.bytes.checked_sub(bytes).zip(self.values.checked_sub(values));
        if let Some((bytes, values)) = left {
            (self.bytes, self.values) = (bytes, values);
        }
        left.is_some()
    }
}

impl Default for Room {
    fn default() -> Self {
        Self { bytes: 512 << 10, values: 50_000 }
    }
}

/// A flow; the first of a draft is the one that its tests run.
#[derive(Debug, Default)]
pub(super) struct Flow {
    pub(super) name: String,
    pub(super) comment: String,
    pub(super) start: Vec<Act>,
    pub(super) headers: Vec<(String, Text)>,
    pub(super) auth: Option<Auth>,
    pub(super) think: Option<String>,
    pub(super) tasks: Vec<Task>,
}

#[derive(Debug, Default)]
pub(super) struct Task {
    pub(super) comment: String,
    pub(super) weight: u32,
    pub(super) acts: Vec<Act>,
}

#[derive(Debug)]
pub(super) enum Act {
    Request(Box<Request>),
    Wait(String),
    Parallel(Vec<Request>),
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Auth {
    Basic(Text),
    Bearer(Text),
    Digest(Text),
}

#[derive(Debug, Clone)]
pub(super) struct Request {
    pub(super) comment: String,
    pub(super) method: Method,
    pub(super) path: Text,
    pub(super) name: Option<String>,
    pub(super) headers: Vec<(String, Text)>,
    pub(super) auth: Option<Auth>,
    pub(super) body: Body,
    pub(super) redirects: Option<u32>,
    pub(super) timeout: Option<String>,
    /// Name and JSONPath.
    pub(super) save: Vec<(String, String)>,
    pub(super) status: Vec<u16>,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub(super) enum Body {
    #[default]
    None,
    Json(Value),
    Text(Text),
    Zeros(u64),
    /// Names are there once.
    Form(Vec<(String, Text)>),
    /// Names are there once.
    Multipart(Vec<(String, Part)>),
    File(String),
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Part {
    Text(Text),
    File { path: String, file_name: Option<String>, media_type: Option<String> },
}

impl Request {
    /// A request that sends nothing.
    pub(super) fn new(method: Method, path: Text) -> Self {
        Self {
            comment: String::new(),
            method,
            path,
            name: None,
            headers: Vec::new(),
            auth: None,
            body: Body::None,
            redirects: None,
            timeout: None,
            save: Vec::new(),
            status: Vec::new(),
        }
    }
}

impl Act {
    /// The requests in it.
    pub(super) fn requests(&self) -> &[Request] {
        match self {
            Self::Request(request) => std::slice::from_ref(request),
            Self::Parallel(requests) => requests,
            Self::Wait(_) => &[],
        }
    }

    /// The requests in it, to be changed.
    pub(super) fn requests_mut(&mut self) -> &mut [Request] {
        match self {
            Self::Request(request) => std::slice::from_mut(request),
            Self::Parallel(requests) => requests,
            Self::Wait(_) => &mut [],
        }
    }
}

impl Flow {
    /// How many requests it has.
    pub(super) fn requests(&self) -> usize {
        let acts = self.start.iter().chain(self.tasks.iter().flat_map(|task| &task.acts));
        acts.map(|act| act.requests().len()).sum()
    }

    /// A header that all requests share stands once, for the flow.
    pub(super) fn lift_headers(&mut self) {
        let acts = || self.start.iter().chain(self.tasks.iter().flat_map(|task| &task.acts));
        let requests: Vec<&Request> = acts().flat_map(Act::requests).collect();
        let Some((first, others)) = requests.split_first().filter(|(_, others)| !others.is_empty())
        else {
            return;
        };
        let everywhere =
            |header: &&(String, _)| others.iter().all(|other| other.headers.contains(header));
        let shared: Vec<_> = first.headers.iter().filter(everywhere).cloned().collect();
        let tasks = self.tasks.iter_mut().flat_map(|task| &mut task.acts);
        for request in self.start.iter_mut().chain(tasks).flat_map(Act::requests_mut) {
            request.headers.retain(|header| !shared.contains(header));
        }
        self.headers = shared;
    }
}
