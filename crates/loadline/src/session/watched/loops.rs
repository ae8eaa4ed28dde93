//! Statements of a server held against the requests of a test, window by window: what the end of the test says about N+1.
//!
//! Statements come from the thread that reads the server, requests from the windows of the test; both are of the same
//! second, give or take a tenth. Deliberately not here: what counts as an N+1 (`loadline_postgres::n_plus_one`).

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use loadline_core::Window;
use loadline_core::window::{Aggregate, names};
use loadline_postgres::n_plus_one::{Calls, Ledger, Observation};
use loadline_postgres::rules::Advice;
use loadline_postgres::statements::{Pulse, Statement};

/// Looks on their way: a test that is held up for longer loses those beyond.
const LOOKS_MAX: usize = 64;
/// Texts kept: those of the statements that ran first.
const TEXTS_MAX: usize = 20_000;

/// What ran between two looks.
struct Ran {
    statements: Vec<Statement>,
    is_torn: bool,
}

/// The end of the reading thread.
pub(super) struct Sender(SyncSender<Ran>);

/// The end of the test.
pub(super) struct Loops {
    looks: Receiver<Ran>,
    ledger: Ledger,
    texts: HashMap<i64, Arc<str>>,
    /// Requests of windows that no look has come for yet.
    requests: HashMap<String, u64>,
    seconds: f64,
}

impl Sender {
    /// Hands over what ran since the look before; a test that takes nothing any more loses it.
    pub(super) fn send(&self, pulse: Pulse) {
        let is_torn = pulse.was_reset || pulse.evicted > 0;
        let _ = self.0.try_send(Ran { statements: pulse.ran, is_torn });
    }

    /// Says that what ran since the look before was not seen.
    pub(super) fn send_gap(&self) {
        let _ = self.0.try_send(Ran { statements: Vec::new(), is_torn: true });
    }
}

impl Loops {
    /// Both ends.
    pub(super) fn channel() -> (Sender, Self) {
        let (sender, looks) = sync_channel(LOOKS_MAX);
        let loops = Self {
            looks,
            ledger: Ledger::default(),
            texts: HashMap::new(),
            requests: HashMap::new(),
            seconds: 0.0,
        };
        (Sender(sender), loops)
    }

    /// Takes the next window of the test.
    pub(super) fn observe(&mut self, window: &Window) {
        self.seconds += f64::from(window.length_ms) / 1_000.0;
        for (key, aggregate) in &window.series {
            if &*key.metric != names::HTTP_REQUESTS {
                continue;
            }
            let Aggregate::Counter(count) = aggregate else { continue };
            let tag = |name| key.tags.get(name).unwrap_or_default();
            let endpoint = format!("{} {}", tag("method"), tag("name"));
            *self.requests.entry(endpoint).or_default() += *count as u64;
        }
        let mut observation = Observation::default();
        let mut has_look = false;
        for ran in self.looks.try_iter() {
            has_look = true;
            observation.is_torn |= ran.is_torn;
            for statement in ran.statements {
                let id = statement.key.query_id;
                if self.texts.len() < TEXTS_MAX && !statement.text.is_empty() {
                    self.texts.entry(id).or_insert(statement.text);
                }
                let ran: Calls = (&statement.counters).into();
                let own = observation.statements.entry(statement.key).or_default();
                own.calls += ran.calls;
                own.rows += ran.rows;
                own.total_ms += ran.total_ms;
            }
        }
        if has_look {
            observation.requests = std::mem::take(&mut self.requests);
            observation.seconds = std::mem::take(&mut self.seconds);
            self.ledger.add(&observation);
        }
    }

    /// What all windows show.
    pub(super) fn advice(&self) -> Vec<Advice> {
        self.ledger.findings(&self.texts).advice()
    }
}
