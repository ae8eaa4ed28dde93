//! Spans put together by trace. In come spans in any order, of many traces at once; out goes each request with its
//! statements in the order they began.
//!
//! Deliberately not here: what repeats mean (`tally`).

use std::collections::{HashMap, VecDeque};

use rustc_hash::FxHashMap;

use super::line::{Span, What};

/// Spans kept at a time, of all traces: some 100 MB with their texts' places.
const SPANS_MAX: usize = 1_000_000;
/// Spans of one trace; those beyond are counted.
const SPANS_OF_TRACE_MAX: usize = 50_000;
/// Spans between a statement and the request it belongs to.
const DEPTH_MAX: usize = 64;

/// A statement that ran in a request.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ran {
    pub(super) statement: u32,
    pub(super) begin_ns: u64,
    pub(super) ms: f64,
    pub(super) rows: Option<u64>,
}

/// A request with what it sent.
#[derive(Debug)]
pub(super) struct Request {
    pub(super) endpoint: u32,
    pub(super) statements: Vec<Ran>,
}

/// A span as it is kept.
#[derive(Debug)]
struct Kept {
    id: u64,
    parent: u64,
    what: KeptWhat,
}

#[derive(Debug)]
enum KeptWhat {
    Request(u32),
    Statement(Ran),
    Other,
}

/// Open traces, the oldest first.
#[derive(Debug, Default)]
pub(super) struct Traces {
    open: HashMap<u128, Vec<Kept>>,
    order: VecDeque<u128>,
    spans: usize,
    /// Spans of traces that were too long.
    pub(super) cut: u64,
    /// Statements with no request above them.
    pub(super) homeless: u64,
    /// Traces that were closed.
    pub(super) closed: usize,
}

impl Traces {
    /// Takes a span in; `place` gives the number of an endpoint or a statement. Gives the requests of the oldest trace
    /// where there was no room.
    pub(super) fn add(&mut self, span: &Span, mut place: impl FnMut(&What) -> u32) -> Vec<Request> {
        let made_room = if self.spans >= SPANS_MAX { self.close_oldest() } else { Vec::new() };
        let number = place(&span.what);
        let what = match &span.what {
            What::Request { .. } => KeptWhat::Request(number),
            What::Statement { rows, .. } => KeptWhat::Statement(Ran {
                statement: number,
                begin_ns: span.begin_ns,
                ms: span.end_ns.saturating_sub(span.begin_ns) as f64 / 1e6,
                rows: *rows,
            }),
            What::Other => KeptWhat::Other,
        };
        let order = &mut self.order;
        let trace = self.open.entry(span.trace).or_insert_with(|| {
            order.push_back(span.trace);
            Vec::new()
        });
        if trace.len() >= SPANS_OF_TRACE_MAX {
            self.cut += 1;
            return made_room;
        }
        trace.push(Kept { id: span.id, parent: span.parent, what });
        self.spans += 1;
        made_room
    }

    /// The requests of the oldest trace, which is forgotten; none where no trace is open.
    pub(super) fn close_oldest(&mut self) -> Vec<Request> {
        let Some(spans) = self.order.pop_front().and_then(|trace| self.open.remove(&trace)) else {
            return Vec::new();
        };
        self.spans -= spans.len();
        self.closed += 1;
        self.requests(&spans)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    fn requests(&mut self, spans: &[Kept]) -> Vec<Request> {
        let places: FxHashMap<u64, usize> =
            spans.iter().enumerate().map(|(at, span)| (span.id, at)).collect();
        let mut requests: FxHashMap<usize, Request> = FxHashMap::default();
        for (at, span) in spans.iter().enumerate() {
            if let KeptWhat::Request(endpoint) = span.what {
                requests.entry(at).or_insert(Request { endpoint, statements: Vec::new() });
            }
        }
        for span in spans {
            let KeptWhat::Statement(ran) = span.what else { continue };
            let request = home(spans, &places, span).and_then(|at| requests.get_mut(&at));
            match request {
                Some(request) => request.statements.push(ran),
                None => self.homeless += 1,
            }
        }
        let mut requests: Vec<Request> = requests.into_values().collect();
        for request in &mut requests {
            request.statements.sort_by_key(|ran| ran.begin_ns);
        }
        requests
    }
}

/// The nearest request above a span.
fn home(spans: &[Kept], places: &FxHashMap<u64, usize>, span: &Kept) -> Option<usize> {
    let mut parent = span.parent;
    for _ in 0..DEPTH_MAX {
        let at = *places.get(&parent)?;
        if matches!(spans[at].what, KeptWhat::Request(_)) {
            return Some(at);
        }
        parent = spans[at].parent;
    }
    None
}
