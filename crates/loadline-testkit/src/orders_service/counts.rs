//! What the service really did.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// One endpoint's truth.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EndpointCounts {
    /// Requests answered with 200.
    pub requests: u64,
    /// Executions by the statement's text.
    pub statements: BTreeMap<&'static str, u64>,
}

impl EndpointCounts {
    /// Executions of the statement whose text contains `part`, in a request on average.
    #[must_use]
    pub fn calls_per_request(&self, part: &str) -> f64 {
        let of_it = self.statements.iter().filter(|(text, _)| text.contains(part));
        of_it.map(|(_, calls)| *calls).sum::<u64>() as f64 / self.requests.max(1) as f64
    }
}

/// The book of all endpoints.
#[derive(Debug, Default)]
pub(super) struct Counts(Mutex<BTreeMap<&'static str, EndpointCounts>>);

impl Counts {
    /// Enters a request that was answered, with all it sent.
    pub(super) fn enter(&self, endpoint: &'static str, statements: &[&'static str]) {
        let mut book = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let counts = book.entry(endpoint).or_default();
        counts.requests += 1;
        for statement in statements {
            *counts.statements.entry(statement).or_default() += 1;
        }
    }

    pub(super) fn all(&self) -> BTreeMap<&'static str, EndpointCounts> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
