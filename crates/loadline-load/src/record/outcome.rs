//! The series of one outcome of one label: a status, or a kind of error, or both.

use std::time::{Duration, Instant};

use loadline_core::histogram::Histogram;
use loadline_core::window::{Aggregate, SeriesKey, Share, Tags, Window, names};

use super::label::Label;
use crate::transport::{ErrorKind, Opened, Phases};

/// How a request ended, as far as it is told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Outcome {
    pub(super) status: u16,
    pub(super) error: Option<ErrorKind>,
}

/// The histograms of the requests that ended alike.
pub(super) struct OutcomeSeries {
    pub(super) outcome: Outcome,
    keys: Keys,
    requests: u64,
    response: Histogram,
    service: Histogram,
    send: Histogram,
    wait: Histogram,
    receive: Histogram,
    opened: Option<Box<OpenedSeries>>,
}

#[derive(Default)]
struct OpenedSeries {
    dns: Histogram,
    connect: Histogram,
    tls: Histogram,
}

/// The keys under which they leave, made once.
struct Keys {
    tags: Tags,
    requests: SeriesKey,
    errors: SeriesKey,
    response: SeriesKey,
    service: SeriesKey,
    send: SeriesKey,
    wait: SeriesKey,
    receive: SeriesKey,
}

impl Keys {
    fn new(label: &Label, outcome: Outcome) -> Self {
        let mut more = Vec::new();
        if outcome.status != 0 {
            more.push((names::TAG_STATUS, outcome.status.to_string()));
        }
        if let Some(error) = outcome.error {
            more.push((names::TAG_ERROR, error.to_string()));
        }
        let tags = label.tags_with(&more);
        let key = |metric| SeriesKey::new(metric, tags.clone());
        Self {
            requests: key(names::HTTP_REQUESTS),
            errors: key(names::HTTP_ERRORS),
            response: key(names::RESPONSE_TIME),
            service: key(names::SERVICE_TIME),
            send: key(names::PHASE_SEND),
            wait: key(names::PHASE_WAIT),
            receive: key(names::PHASE_RECEIVE),
            tags,
        }
    }
}

impl OutcomeSeries {
    pub(super) fn new(label: &Label, outcome: Outcome) -> Self {
        Self {
            outcome,
            keys: Keys::new(label, outcome),
            requests: 0,
            response: Histogram::new(),
            service: Histogram::new(),
            send: Histogram::new(),
            wait: Histogram::new(),
            receive: Histogram::new(),
            opened: None,
        }
    }

    /// Counts one request. `intended` is given where it can differ from the actual start.
    #[inline]
    pub(super) fn record(&mut self, phases: &Phases, intended: Option<Instant>) {
        self.requests += 1;
        if let Some(opened) = &phases.opened {
            self.record_opened(opened);
        }
        if self.outcome.error.is_some_and(|error| !error.counts_as_latency()) {
            return;
        }
        let service = seconds(phases.done - phases.started);
        match intended {
            Some(intended) => {
                self.response.record(seconds(phases.done.saturating_duration_since(intended)));
                self.service.record(service);
            }
            None => self.response.record(service),
        }
        if self.outcome.status != 0 {
            self.send.record(seconds(phases.sent - phases.sending));
            self.wait.record(seconds(phases.first_byte.saturating_duration_since(phases.sent)));
            self.receive.record(seconds(phases.done - phases.first_byte));
        }
    }

    fn record_opened(&mut self, opened: &Opened) {
        let series = self.opened.get_or_insert_default();
        series.connect.record(opened.connect_seconds);
        opened.dns_seconds.into_iter().for_each(|seconds| series.dns.record(seconds));
        opened.tls_seconds.into_iter().for_each(|seconds| series.tls.record(seconds));
    }

    /// Moves what was counted into `window`.
    pub(super) fn drain_into(&mut self, window: &mut Window) {
        let total = std::mem::take(&mut self.requests);
        if total == 0 {
            return;
        }
        let hits = if self.outcome.error.is_some() { total } else { 0 };
        let keys = &self.keys;
        window.series.insert(keys.requests.clone(), Aggregate::Counter(total as f64));
        window.series.insert(keys.errors.clone(), Aggregate::Share(Share { hits, total }));
        for (key, histogram) in [
            (&keys.response, &mut self.response),
            (&keys.service, &mut self.service),
            (&keys.send, &mut self.send),
            (&keys.wait, &mut self.wait),
            (&keys.receive, &mut self.receive),
        ] {
            drain(window, key, histogram);
        }
        if let Some(mut opened) = self.opened.take() {
            let key = |metric| SeriesKey::new(metric, keys.tags.clone());
            drain(window, &key(names::PHASE_DNS), &mut opened.dns);
            drain(window, &key(names::PHASE_CONNECT), &mut opened.connect);
            drain(window, &key(names::PHASE_TLS), &mut opened.tls);
        }
    }
}

/// Moves a histogram into `window` where it holds anything.
pub(super) fn drain(window: &mut Window, key: &SeriesKey, histogram: &mut Histogram) {
    if histogram.count() > 0 {
        let full = std::mem::take(histogram);
        window.series.insert(key.clone(), Aggregate::Histogram(full));
    }
}

#[inline]
pub(super) fn seconds(duration: Duration) -> f64 {
    duration.as_secs() as f64 + f64::from(duration.subsec_nanos()) * 1e-9
}
