//! The requests of one set of tags: k6's nine figures of a request and Loadline's own, in few histograms.
//!
//! Most requests use a connection that is there; for them response time and duration are one figure, and
//! connecting took no time. Both are told apart only for the others and added up when a window leaves.

use std::cell::Cell;
use std::time::{Duration, Instant};

use loadline_core::histogram::Histogram;
use loadline_core::window::{Aggregate, SeriesKey, Share, Tags, Window, names};
use loadline_load::Missed;
use loadline_load::transport::Phases;

use super::tags::{TagsId, TextId};

/// What a request is counted under besides its user's tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct HttpKey {
    pub(super) tags: TagsId,
    pub(super) name: TextId,
    pub(super) url: TextId,
    pub(super) method: TextId,
    pub(super) proto: TextId,
    pub(super) tls_version: TextId,
    pub(super) error: TextId,
    pub(super) status: u16,
    pub(super) error_code: u16,
    /// Whether the response was expected; none where nobody asks.
    pub(super) expected: Option<bool>,
}

/// Where a request was counted, and all that can differ in the next one like it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct HttpPlace {
    pub(super) place: usize,
    pub(super) tags: TagsId,
    pub(super) status: u16,
    pub(super) error_code: u16,
    pub(super) expected: Option<bool>,
    pub(super) proto: &'static str,
}

/// One request as its user saw it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct HttpSample<'a> {
    /// Where the last request of the same name, URL and method was counted, for whoever keeps that.
    pub(crate) place: Option<&'a Cell<Option<HttpPlace>>>,
    pub(crate) tags: TagsId,
    /// The name it is counted under, which k6 gives as its URL, too.
    pub(crate) name: &'a str,
    pub(crate) method: &'a str,
    /// `HTTP/1.1`; empty without an answer.
    pub(crate) proto: &'static str,
    /// `tls1.3`; empty without TLS.
    pub(crate) tls_version: &'a str,
    /// k6's text of the error; empty without one.
    pub(crate) error: &'a str,
    /// k6's number of the error; zero without one.
    pub(crate) error_code: u16,
    /// Zero without an answer.
    pub(crate) status: u16,
    pub(crate) expected: Option<bool>,
    pub(crate) phases: &'a Phases,
    /// When it was due, where that can differ from when it began.
    pub(crate) intended: Option<Instant>,
    /// When the arrivals were due that were dropped and that this request stands for.
    pub(crate) stands_for: Option<&'a Missed>,
    pub(crate) bytes_sent: u64,
    pub(crate) bytes_received: u64,
}

impl HttpSample<'_> {
    /// Where it is to be counted, where that is known: only few things differ from request to request.
    #[inline]
    pub(super) fn remembered(&self) -> Option<usize> {
        let known = self.place?.get()?;
        let is_same = known.tags == self.tags
            && known.status == self.status
            && known.error_code == self.error_code
            && known.expected == self.expected
            && std::ptr::eq(known.proto, self.proto)
            && self.error.is_empty()
            && self.tls_version.is_empty();
        is_same.then_some(known.place)
    }

    /// Notes where it was counted.
    pub(super) fn remember(&self, place: usize) {
        if let Some(cell) = self.place
            && self.error.is_empty()
            && self.tls_version.is_empty()
        {
            let Self { tags, status, error_code, expected, proto, .. } = *self;
            cell.set(Some(HttpPlace { place, tags, status, error_code, expected, proto }));
        }
    }
}

/// What is told apart for requests that opened a connection.
#[derive(Default)]
pub(crate) struct Opened {
    duration: Histogram,
    response: Histogram,
    blocked: Histogram,
    connecting: Histogram,
    tls: Histogram,
}

/// The requests of one key since the last window.
pub(super) struct HttpSeries {
    tags: Tags,
    requests: u64,
    failed: Share,
    /// Duration of requests on connections that were there: also their response time in closed tests.
    duration: Histogram,
    sending: Histogram,
    waiting: Histogram,
    receiving: Histogram,
    /// From the intended start, in open tests.
    response: Histogram,
    service: Histogram,
    opened: Option<Box<Opened>>,
}

impl HttpSeries {
    pub(super) fn new(tags: Tags) -> Self {
        Self {
            tags,
            requests: 0,
            failed: Share::default(),
            duration: Histogram::new(),
            sending: Histogram::new(),
            waiting: Histogram::new(),
            receiving: Histogram::new(),
            response: Histogram::new(),
            service: Histogram::new(),
            opened: None,
        }
    }

    #[inline]
    pub(super) fn record(&mut self, sample: &HttpSample<'_>) {
        let phases = sample.phases;
        self.requests += 1;
        if let Some(expected) = sample.expected {
            self.failed.total += 1;
            self.failed.hits += u64::from(!expected);
        }
        let duration = seconds(phases.done.saturating_duration_since(phases.sending));
        let service = seconds(phases.done.saturating_duration_since(phases.started));
        self.sending.record(seconds(phases.sent.saturating_duration_since(phases.sending)));
        self.waiting.record(seconds(phases.first_byte.saturating_duration_since(phases.sent)));
        self.receiving.record(seconds(phases.done.saturating_duration_since(phases.first_byte)));
        if let Some(intended) = sample.intended {
            self.service.record(service);
            let missed = sample.stands_for.into_iter().flat_map(Missed::moments);
            for due in std::iter::once(intended).chain(missed) {
                self.response.record(seconds(phases.done.saturating_duration_since(due)));
            }
        }
        let Some(cost) = &phases.opened else { return self.duration.record(duration) };
        let opened = self.opened.get_or_insert_default();
        opened.duration.record(duration);
        if sample.intended.is_none() {
            opened.response.record(service);
        }
        let tls = cost.tls_seconds.unwrap_or_default();
        let dns = cost.dns_seconds.unwrap_or_default();
        let before = seconds(phases.sending.saturating_duration_since(phases.started));
        opened.blocked.record(before.max(cost.connect_seconds + tls + dns));
        opened.connecting.record(cost.connect_seconds);
        opened.tls.record(tls);
    }

    /// Moves what was counted into `window`.
    pub(super) fn drain_into(&mut self, window: &mut Window) {
        let requests = std::mem::take(&mut self.requests);
        if requests == 0 {
            return;
        }
        let mut out = Out { window, tags: &self.tags };
        out.put(names::HTTP_REQUESTS, Aggregate::Counter(requests as f64));
        let failed = std::mem::take(&mut self.failed);
        if failed.total > 0 {
            out.put(names::HTTP_ERRORS, Aggregate::Share(failed));
        }
        let warm = std::mem::take(&mut self.duration);
        let opened = self.opened.take().map(|opened| *opened).unwrap_or_default();
        let at_once = warm.count();
        for (name, measured) in [
            ("http_req_blocked", opened.blocked),
            ("http_req_connecting", opened.connecting),
            ("http_req_tls_handshaking", opened.tls),
        ] {
            out.put(name, Aggregate::Histogram(with_zeros(measured, at_once)));
        }
        out.histogram(names::PHASE_SEND, &mut self.sending);
        out.histogram(names::PHASE_WAIT, &mut self.waiting);
        out.histogram(names::PHASE_RECEIVE, &mut self.receiving);
        if self.response.count() > 0 {
            let corrected = Aggregate::Histogram(self.response.clone());
            out.put("http_req_corrected_duration", corrected);
            out.histogram(names::RESPONSE_TIME, &mut self.response);
            out.histogram(names::SERVICE_TIME, &mut self.service);
        } else {
            out.put(
                names::RESPONSE_TIME,
                Aggregate::Histogram(merged(warm.clone(), &opened.response)),
            );
        }
        out.put("http_req_duration", Aggregate::Histogram(merged(warm, &opened.duration)));
    }
}

/// Where the series of one set of tags go.
pub(super) struct Out<'a> {
    pub(super) window: &'a mut Window,
    pub(super) tags: &'a Tags,
}

impl Out<'_> {
    pub(super) fn put(&mut self, metric: &'static str, aggregate: Aggregate) {
        self.window.series.insert(SeriesKey::new(metric, self.tags.clone()), aggregate);
    }

    fn histogram(&mut self, metric: &'static str, histogram: &mut Histogram) {
        self.put(metric, Aggregate::Histogram(std::mem::take(histogram)));
    }
}

fn merged(mut one: Histogram, other: &Histogram) -> Histogram {
    one.merge(other);
    one
}

/// The same with that many values of zero.
fn with_zeros(mut histogram: Histogram, zeros: u64) -> Histogram {
    histogram.record_times(0.0, zeros);
    histogram
}

#[inline]
pub(super) fn seconds(duration: Duration) -> f64 {
    duration.as_secs() as f64 + f64::from(duration.subsec_nanos()) * 1e-9
}
