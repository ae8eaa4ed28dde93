//! Windows kept for the end of the run. In come observations, one a window; out goes the report.
//!
//! Deliberately not here: the arithmetic (`fit`) and what its results mean (`judge`).

use std::collections::{HashMap, HashSet};
use std::mem;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::bounds::{ENDPOINTS_MAX, STATEMENTS_MAX, WINDOWS_MAX};
use super::judge::judge;
use super::observation::{Calls, Observation};
use super::report::LoopReport;
use crate::statements::StatementKey;

/// The endpoint that stands for all beyond [`ENDPOINTS_MAX`].
const OTHERS: &str = "other endpoints";

/// Requests and statements of a run. Its size is bounded by windows × (endpoints + statements), whatever the run's length.
#[derive(Debug, Default)]
pub struct Ledger {
    endpoints: Vec<String>,
    places: HashMap<String, usize>,
    windows: Vec<Window>,
    totals: FxHashMap<StatementKey, f64>,
    /// How many added windows each kept one stands for.
    merged: usize,
    /// Those that wait to become a window.
    waiting: Option<(Window, usize)>,
    added: usize,
    dropped: usize,
}

/// A window as it is kept.
#[derive(Debug, Clone, Default)]
pub(super) struct Window {
    pub(super) seconds: f64,
    /// By the endpoint's place.
    pub(super) requests: Vec<f64>,
    pub(super) statements: FxHashMap<StatementKey, Calls>,
}

impl Window {
    pub(super) fn add(&mut self, other: &Self) {
        self.seconds += other.seconds;
        if self.requests.len() < other.requests.len() {
            self.requests.resize(other.requests.len(), 0.0);
        }
        for (sum, requests) in self.requests.iter_mut().zip(&other.requests) {
            *sum += requests;
        }
        for (key, calls) in &other.statements {
            self.statements.entry(*key).or_default().add(calls);
        }
    }
}

impl Ledger {
    /// Adds a window. A torn one is dropped and counted: what is missing in it would look like fewer calls.
    pub fn add(&mut self, observation: &Observation) {
        if observation.is_torn {
            self.dropped += 1;
            return;
        }
        self.added += 1;
        let mut window = Window { seconds: observation.seconds, ..Window::default() };
        for (endpoint, requests) in &observation.requests {
            let place = self.place(endpoint);
            if window.requests.len() <= place {
                window.requests.resize(place + 1, 0.0);
            }
            window.requests[place] += *requests as f64;
        }
        for (key, calls) in observation.statements.iter().filter(|(key, _)| key.is_top_level) {
            *self.totals.entry(*key).or_default() += calls.calls;
            window.statements.insert(*key, *calls);
        }
        self.keep(&window);
        if self.totals.len() > 2 * STATEMENTS_MAX {
            self.let_go();
        }
    }

    /// What the windows show; `texts` are those of statements by their fingerprint, as the reader of counters has them.
    #[must_use]
    pub fn findings(&self, texts: &HashMap<i64, Arc<str>>) -> LoopReport {
        let mut report =
            LoopReport { looked_at: self.added, dropped: self.dropped, ..LoopReport::default() };
        let waiting = self.waiting.iter().map(|(window, _)| window);
        let windows: Vec<Window> = self.windows.iter().chain(waiting).cloned().collect();
        let Some(found) = judge(&windows, &self.names(), texts) else {
            report.is_too_short = true;
            return report;
        };
        report.loops = found.loops;
        report.inseparable = found.inseparable;
        report.sort();
        report
    }

    fn place(&mut self, endpoint: &str) -> usize {
        if let Some(place) = self.places.get(endpoint) {
            return *place;
        }
        if self.endpoints.len() >= ENDPOINTS_MAX {
            return ENDPOINTS_MAX;
        }
        let place = self.endpoints.len();
        self.endpoints.push(endpoint.to_owned());
        self.places.insert(endpoint.to_owned(), place);
        place
    }

    /// All endpoints by place.
    fn names(&self) -> Vec<String> {
        let mut names = self.endpoints.clone();
        if self.windows.iter().any(|window| window.requests.len() > ENDPOINTS_MAX) {
            names.push(OTHERS.to_owned());
        }
        names
    }

    /// Takes a window in; when there are too many, neighbours become one and so do those that follow.
    fn keep(&mut self, window: &Window) {
        let (mut whole, mut count) = self.waiting.take().unwrap_or_default();
        whole.add(window);
        count += 1;
        if count < self.merged.max(1) {
            self.waiting = Some((whole, count));
            return;
        }
        self.windows.push(whole);
        if self.windows.len() > WINDOWS_MAX {
            let all = mem::take(&mut self.windows);
            self.windows = in_groups(all, 2);
            self.merged = self.merged.max(1) * 2;
        }
    }

    /// Lets go of the statements that were called least.
    fn let_go(&mut self) {
        let mut all: Vec<(StatementKey, f64)> = self.totals.drain().collect();
        all.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        all.truncate(STATEMENTS_MAX);
        self.totals = all.into_iter().collect();
        let kept: HashSet<StatementKey> = self.totals.keys().copied().collect();
        let waiting = self.waiting.as_mut().map(|(window, _)| window);
        for window in self.windows.iter_mut().chain(waiting) {
            window.statements.retain(|key, _| kept.contains(key));
        }
    }
}

/// Neighbours added up, `size` at a time; what is left over at the end joins the last.
pub(super) fn in_groups(windows: Vec<Window>, size: usize) -> Vec<Window> {
    let mut groups: Vec<Window> = Vec::with_capacity(windows.len() / size + 1);
    for (at, window) in windows.into_iter().enumerate() {
        match groups.last_mut() {
            Some(last) if at % size != 0 => last.add(&window),
            _ => groups.push(window),
        }
    }
    groups
}
