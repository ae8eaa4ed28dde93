//! The kinds of stream, and one of them with its destination.

use std::str::FromStr;

use loadline_core::Window;
use loadline_load::TlsOptions;
use loadline_store::{Ended, Run};

use super::{ndjson, prometheus};
use crate::failure::Failure;

/// Opens a stream to a destination.
type Open = fn(&str, &Opening<'_>) -> Result<Box<dyn Sink>, Failure>;

/// A way to hand out windows as they come.
#[derive(Debug)]
pub(crate) struct StreamKind {
    /// What the command line calls it.
    pub(crate) name: &'static str,
    /// One line for help.
    pub(crate) description: &'static str,
    /// Opens it, with the run that begins.
    open: Open,
    /// The destination of the test `name` among several.
    for_test: fn(&str, &str) -> String,
}

/// Every kind, in the order help lists them.
pub(crate) const STREAMS: [StreamKind; 2] = [
    StreamKind {
        name: "ndjson",
        description: "each second's window as a line of JSON, while the test runs",
        open: ndjson::open,
        for_test: ndjson::for_test,
    },
    StreamKind {
        name: "prometheus",
        description: "remote write with native histograms, while the test runs",
        open: prometheus::open,
        for_test: |url, _| url.to_owned(),
    },
];

/// What a stream is told when it is opened.
pub(super) struct Opening<'a> {
    pub(super) run: &'a Run,
    pub(super) tls: &'a TlsOptions,
}

/// Where windows go.
pub(in crate::output) trait Sink {
    /// Takes the next window.
    fn window(&mut self, window: &Window);

    /// Takes the end of the run; tells what went wrong on the way.
    fn end(self: Box<Self>, ended: &Ended) -> Result<(), Failure>;
}

/// A stream that was asked for.
#[derive(Debug, Clone)]
pub(crate) struct StreamOut {
    kind: &'static StreamKind,
    destination: String,
}

impl FromStr for StreamOut {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, destination) = text.split_once('=').unwrap_or((text, ""));
        let kind = STREAMS.iter().find(|kind| kind.name == name);
        let kind = kind.ok_or_else(|| format!("no such kind: {name}"))?;
        if destination.is_empty() {
            return Err(format!("it reads `{name}=…`, with where it goes"));
        }
        Ok(Self { kind, destination: destination.to_owned() })
    }
}

impl StreamOut {
    /// The same stream for the test `name` among several.
    pub(crate) fn for_test(&self, name: &str) -> Self {
        Self { kind: self.kind, destination: (self.kind.for_test)(&self.destination, name) }
    }

    pub(super) fn open(&self, opening: &Opening<'_>) -> Result<Box<dyn Sink>, Failure> {
        (self.kind.open)(&self.destination, opening)
    }
}
