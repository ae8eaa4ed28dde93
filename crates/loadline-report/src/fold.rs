//! A fold: the six series that charts and levels need, over any stretch of windows.
//!
//! Windows come in, all tags merged; plain figures go out as a [`Stretch`]. Folds of neighbouring stretches
//! merge without loss beyond the resolution of their histograms.

use loadline_core::Tags;
use loadline_core::window::{Aggregate, Window, names};

use crate::figures::{self, Latency};

/// The series kept, in the order of the constants below.
const SERIES: [&str; 6] = [
    names::HTTP_REQUESTS,
    names::HTTP_ERRORS,
    names::RESPONSE_TIME,
    names::SERVICE_TIME,
    names::USERS,
    names::OFFERED_RATE,
];
const REQUESTS: usize = 0;
const ERRORS: usize = 1;
const RESPONSE: usize = 2;
const SERVICE: usize = 3;
const USERS: usize = 4;
const OFFERED: usize = 5;

/// What was measured between two moments of a run.
#[derive(Debug, Clone)]
pub struct Stretch {
    /// Where it starts, in milliseconds from the run's start.
    pub start_ms: u64,
    /// Where it ends, in milliseconds from the run's start.
    pub end_ms: u64,
    /// The time that windows cover in it, in seconds; what rates divide by.
    pub covered_seconds: f64,
    /// Finished requests, failed ones included.
    pub requests: u64,
    /// Failed requests.
    pub failed: u64,
    /// Users at work, on average.
    pub users: Option<f64>,
    /// Arrivals per second that the test intended, on average; none in closed tests.
    pub offered_per_second: Option<f64>,
    /// Response time of all requests.
    pub response: Option<Latency>,
    /// Service time of all requests; none in closed tests.
    pub service: Option<Latency>,
}

impl Stretch {
    /// Finished requests per second.
    pub fn requests_per_second(&self) -> f64 {
        figures::per_second(self.requests as f64, self.covered_seconds)
    }

    /// Failed requests per second.
    pub fn failed_per_second(&self) -> f64 {
        figures::per_second(self.failed as f64, self.covered_seconds)
    }

    /// Failed requests as a fraction of all; none without requests.
    pub fn failed_share(&self) -> Option<f64> {
        (self.requests > 0).then(|| self.failed as f64 / self.requests as f64)
    }
}

/// The aggregates behind a stretch.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fold {
    covered_ms: u64,
    series: [Option<Aggregate>; SERIES.len()],
}

impl Fold {
    /// Appends a window; windows come in the order of their time.
    pub(crate) fn observe(&mut self, window: &Window) {
        self.covered_ms += u64::from(window.length_ms);
        let everything = Tags::default();
        for (own, metric) in self.series.iter_mut().zip(SERIES) {
            follow(own, window.merged(metric, &everything));
        }
    }

    /// Appends the fold of a later stretch.
    pub(crate) fn follow(&mut self, later: Self) {
        self.covered_ms += later.covered_ms;
        for (own, later) in self.series.iter_mut().zip(later.series) {
            follow(own, later);
        }
    }

    /// Lowers the resolution of histograms that hold more than `above` values.
    pub(crate) fn downscale(&mut self, schema: i8, above: u64) {
        for aggregate in self.series.iter_mut().flatten() {
            if let Aggregate::Histogram(histogram) = aggregate
                && histogram.count() > above
            {
                histogram.downscale(schema);
            }
        }
    }

    /// The time that windows cover; zero when there was none.
    pub(crate) const fn covered_ms(&self) -> u64 {
        self.covered_ms
    }

    /// The figures, for the stretch from `start_ms` to `end_ms` of the run.
    pub(crate) fn stretch(&self, start_ms: u64, end_ms: u64) -> Stretch {
        let requests = match &self.series[REQUESTS] {
            Some(Aggregate::Counter(count)) => *count as u64,
            _ => 0,
        };
        let failed = match &self.series[ERRORS] {
            Some(Aggregate::Share(share)) => share.hits,
            _ => 0,
        };
        Stretch {
            start_ms,
            end_ms,
            covered_seconds: self.covered_ms as f64 / 1_000.0,
            requests,
            failed,
            users: self.mean(USERS),
            offered_per_second: self.mean(OFFERED),
            response: self.series[RESPONSE].as_ref().and_then(Latency::of_aggregate),
            service: self.series[SERVICE].as_ref().and_then(Latency::of_aggregate),
        }
    }

    fn mean(&self, place: usize) -> Option<f64> {
        match &self.series[place] {
            Some(Aggregate::Gauge(gauge)) => Some(gauge.mean()),
            _ => None,
        }
    }
}

fn follow(own: &mut Option<Aggregate>, later: Option<Aggregate>) {
    match (own, later) {
        (Some(own), Some(later)) => own.follow(&later),
        (own @ None, later) => *own = later,
        (Some(_), None) => {}
    }
}
