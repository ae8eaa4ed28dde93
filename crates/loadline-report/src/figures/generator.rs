//! How the generator itself fared: what a reader needs to believe the other figures.

use loadline_core::Tags;
use loadline_core::window::{Aggregate, Gauge, Rollup, Share, names};

use super::latency::Latency;

/// The generator's own figures; each is none where it was not measured.
#[derive(Debug, Clone)]
pub(crate) struct Generator {
    /// Intended to actual release of arrivals.
    pub(crate) lag: Option<Latency>,
    /// Share of a core used, over all threads.
    pub(crate) cpu: Option<Gauge>,
    /// Share of time spent waiting for a core, over all threads.
    pub(crate) queue: Option<Gauge>,
    /// Resident memory in bytes.
    pub(crate) memory: Option<Gauge>,
    /// Arrivals given up, among all.
    pub(crate) dropped: Option<Share>,
    /// Arrivals that waited for a free user, among all.
    pub(crate) late: Option<Share>,
    /// Arrivals per second that the test intended.
    pub(crate) offered: Option<Gauge>,
}

impl Generator {
    pub(crate) fn of(whole: &Rollup) -> Self {
        Self {
            lag: merged(whole, names::GENERATOR_LAG).as_ref().and_then(Latency::of_aggregate),
            cpu: gauge(whole, names::GENERATOR_CPU),
            queue: gauge(whole, names::GENERATOR_QUEUE),
            memory: gauge(whole, names::GENERATOR_MEMORY),
            dropped: share(whole, names::DROPPED_ARRIVALS),
            late: share(whole, names::LATE_ARRIVALS),
            offered: gauge(whole, names::OFFERED_RATE),
        }
    }
}

pub(super) fn merged(whole: &Rollup, metric: &str) -> Option<Aggregate> {
    whole.merged(metric, &Tags::default())
}

fn gauge(whole: &Rollup, metric: &str) -> Option<Gauge> {
    match merged(whole, metric) {
        Some(Aggregate::Gauge(gauge)) => Some(gauge),
        _ => None,
    }
}

pub(super) fn share(whole: &Rollup, metric: &str) -> Option<Share> {
    match merged(whole, metric) {
        Some(Aggregate::Share(share)) => Some(share),
        _ => None,
    }
}
