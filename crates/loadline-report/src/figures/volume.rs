//! How much was done: iterations, checks, bytes, connections.

use loadline_core::window::{Aggregate, Rollup, Share, names};

use super::generator::{merged, share};
use super::latency::Latency;

/// Totals of the run; each is none where it was not measured.
#[derive(Debug, Clone)]
pub(crate) struct Volume {
    pub(crate) iterations: Option<u64>,
    pub(crate) iterations_interrupted: Option<u64>,
    pub(crate) iteration_time: Option<Latency>,
    pub(crate) checks: Option<Share>,
    pub(crate) bytes_sent: Option<u64>,
    pub(crate) bytes_received: Option<u64>,
    pub(crate) connections_opened: Option<u64>,
}

impl Volume {
    pub(crate) fn of(whole: &Rollup) -> Self {
        Self {
            iterations: count(whole, names::ITERATIONS),
            iterations_interrupted: count(whole, names::ITERATIONS_INTERRUPTED),
            iteration_time: merged(whole, names::ITERATION_TIME)
                .as_ref()
                .and_then(Latency::of_aggregate),
            checks: share(whole, names::CHECKS),
            bytes_sent: count(whole, names::BYTES_SENT),
            bytes_received: count(whole, names::BYTES_RECEIVED),
            connections_opened: count(whole, names::CONNECTIONS_OPENED),
        }
    }
}

fn count(whole: &Rollup, metric: &str) -> Option<u64> {
    match merged(whole, metric) {
        Some(Aggregate::Counter(count)) => Some(count as u64),
        _ => None,
    }
}
