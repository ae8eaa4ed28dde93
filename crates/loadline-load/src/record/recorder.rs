//! The recorder of one thread.

use std::time::{Duration, Instant};

use loadline_core::histogram::Histogram;
use loadline_core::sample::{Sample, Samples};
use loadline_core::window::{Aggregate, Gauge, SeriesKey, Share, Window, names};

use super::label::{Label, LabelId};
use super::lasting::{EventSeries, SocketSeries};
use super::outcome::{Outcome, OutcomeSeries, drain, seconds};
use crate::transport::{ErrorKind, Exchange};

/// Labels told apart; requests of more are counted under one that says so.
const LABELS_MAX: usize = 1_000;
/// Outcomes told apart for one label; a server that answers with every status there is fills no memory.
const OUTCOMES_MAX: usize = 64;
/// The name requests beyond the bound are counted under.
const OTHER: &str = "(other names)";
/// Their method: they have several, and several classes, so they have no class.
const OTHER_METHODS: &str = "(any)";

/// One request as its user saw it.
#[derive(Debug, Clone, Copy)]
pub struct Measurement<'a> {
    /// What it is counted under.
    pub label: LabelId,
    /// When it should have started, where that can differ from when it did.
    pub intended: Option<Instant>,
    /// What became of it.
    pub exchange: &'a Exchange,
    /// The status of the answer; 0 without one.
    pub status: u16,
    /// Why it failed, if it did.
    pub error: Option<ErrorKind>,
    /// Whether its check held, where it had one.
    pub check: Option<bool>,
}

/// What one thread measured since the last window.
#[derive(Default)]
pub struct Recorder {
    labels: Vec<(Label, Vec<OutcomeSeries>)>,
    iteration_time: Histogram,
    iterations: u64,
    interrupted: u64,
    undone: u64,
    checks: Share,
    bytes_sent: u64,
    bytes_received: u64,
    lag: Histogram,
    late: Share,
    dropped: Share,
    sockets: Vec<(LabelId, SocketSeries)>,
    sockets_open: u32,
    /// The most of them since the last window; nothing when there never was one.
    sockets_open_peak: Option<u32>,
    events: Vec<(LabelId, EventSeries)>,
    samples: Samples,
}

impl Recorder {
    /// The id of `label`, the same for the same label.
    pub fn label(&mut self, label: &Label) -> LabelId {
        if let Some(known) = self.labels.iter().position(|(other, _)| other == label) {
            return LabelId(known);
        }
        if self.labels.len() == LABELS_MAX {
            return LabelId(LABELS_MAX - 1);
        }
        let last = self.labels.len() == LABELS_MAX - 1;
        let other = || Label { name: OTHER.into(), method: OTHER_METHODS, class: None, load: None };
        let label = if last { other() } else { label.clone() };
        self.labels.push((label, Vec::with_capacity(1)));
        LabelId(self.labels.len() - 1)
    }

    /// Counts one request.
    #[inline]
    pub fn request(&mut self, measurement: &Measurement<'_>) {
        let exchange = measurement.exchange;
        self.bytes_sent += exchange.bytes_sent;
        self.bytes_received += exchange.bytes_received;
        if let Some(held) = measurement.check {
            self.checks.total += 1;
            self.checks.hits += u64::from(held);
        }
        let outcome = Outcome { status: measurement.status, error: measurement.error };
        self.series(measurement.label, outcome).record(&exchange.phases, measurement.intended);
    }

    #[inline]
    fn series(&mut self, id: LabelId, outcome: Outcome) -> &mut OutcomeSeries {
        let (label, outcomes) = &mut self.labels[id.0];
        let known = outcomes.iter().position(|series| series.outcome == outcome);
        let place = known.unwrap_or_else(|| {
            let full = outcomes.len() >= OUTCOMES_MAX;
            let outcome = if full { Outcome { status: 0, ..outcome } } else { outcome };
            let known = outcomes.iter().position(|series| series.outcome == outcome);
            known.unwrap_or_else(|| {
                outcomes.push(OutcomeSeries::new(label, outcome));
                outcomes.len() - 1
            })
        });
        &mut outcomes[place]
    }

    /// Counts bytes of connections that stay, behind the requests that opened them.
    pub(crate) fn bytes(&mut self, sent: u64, received: u64) {
        self.bytes_sent += sent;
        self.bytes_received += received;
    }

    /// Counts whether something that was to be so was so.
    pub(crate) fn check(&mut self, held: bool) {
        self.checks.total += 1;
        self.checks.hits += u64::from(held);
    }

    /// Where the WebSockets of a label are counted.
    pub(crate) fn sockets(&mut self, id: LabelId) -> &mut SocketSeries {
        of_label(&mut self.sockets, id)
    }

    /// Where the streams of events of a label are counted.
    pub(crate) fn events(&mut self, id: LabelId) -> &mut EventSeries {
        of_label(&mut self.events, id)
    }

    /// A WebSocket was opened.
    pub(crate) fn socket_opened(&mut self) {
        self.sockets_open += 1;
        self.sockets_open_peak = self.sockets_open_peak.max(Some(self.sockets_open));
    }

    /// A WebSocket is gone.
    pub(crate) fn socket_gone(&mut self) {
        self.sockets_open = self.sockets_open.saturating_sub(1);
    }

    /// Whether a sample of a request that failed so is still wanted.
    pub fn wants_sample(&self, name: &str, status: Option<u16>, error: &str) -> bool {
        self.samples.wants(name, status, error)
    }

    /// Keeps a failing request to be shown, where one like it is wanted.
    pub fn sample(&mut self, sample: Sample) {
        self.samples.push(sample);
    }

    /// The samples kept so far; it then begins anew.
    pub(crate) fn take_samples(&mut self) -> Samples {
        std::mem::take(&mut self.samples)
    }

    /// Counts a finished iteration.
    pub fn iteration(&mut self, took: Duration) {
        self.iterations += 1;
        self.iteration_time.record(seconds(took));
    }

    /// Counts an iteration that was cut off, by the end of the test or of its user.
    pub(crate) fn interrupted(&mut self) {
        self.interrupted += 1;
    }

    /// Counts iterations that should have begun and never will.
    pub fn iterations_dropped(&mut self, iterations: u64) {
        self.undone += iterations;
    }

    /// Counts an arrival for which a user was free.
    pub(crate) fn arrival_on_time(&mut self) {
        self.late.total += 1;
        self.dropped.total += 1;
    }

    /// Records how long after its moment a user took up an arrival for which it was free.
    pub(crate) fn lag(&mut self, lag: Duration) {
        self.lag.record(seconds(lag));
    }

    /// Counts an arrival that has to wait for a free user.
    pub(crate) fn arrival_late(&mut self) {
        self.late.hits += 1;
        self.late.total += 1;
        self.dropped.total += 1;
    }

    /// Counts an arrival that nobody will ever take.
    pub(crate) fn arrival_dropped(&mut self) {
        self.dropped.hits += 1;
        self.dropped.total += 1;
    }

    /// Counts arrivals that were late and are given up now.
    pub(crate) fn late_given_up(&mut self, arrivals: u64) {
        self.dropped.hits += arrivals;
    }

    /// Moves everything measured since the last call into `window`.
    pub(crate) fn drain_into(&mut self, window: &mut Window) {
        for (_, outcomes) in &mut self.labels {
            outcomes.iter_mut().for_each(|series| series.drain_into(window));
        }
        self.drain_lasting_into(window);
        drain(window, &SeriesKey::bare(names::ITERATION_TIME), &mut self.iteration_time);
        drain(window, &SeriesKey::bare(names::GENERATOR_LAG), &mut self.lag);
        for (name, count) in [
            (names::ITERATIONS, &mut self.iterations),
            (names::ITERATIONS_INTERRUPTED, &mut self.interrupted),
            (names::DROPPED_ITERATIONS, &mut self.undone),
            (names::BYTES_SENT, &mut self.bytes_sent),
            (names::BYTES_RECEIVED, &mut self.bytes_received),
        ] {
            let count = std::mem::take(count);
            if count > 0 {
                window.series.insert(SeriesKey::bare(name), Aggregate::Counter(count as f64));
            }
        }
        for (name, share) in [
            (names::CHECKS, &mut self.checks),
            (names::LATE_ARRIVALS, &mut self.late),
            (names::DROPPED_ARRIVALS, &mut self.dropped),
        ] {
            let share = std::mem::take(share);
            if share != Share::default() {
                window.series.insert(SeriesKey::bare(name), Aggregate::Share(share));
            }
        }
    }

    fn drain_lasting_into(&mut self, window: &mut Window) {
        for (id, series) in &mut self.sockets {
            series.drain_into(&self.labels[id.0].0, window);
        }
        for (id, series) in &mut self.events {
            series.drain_into(&self.labels[id.0].0, window);
        }
        if let Some(peak) = &mut self.sockets_open_peak {
            let open = Aggregate::Gauge(Gauge::reading(f64::from(*peak)));
            *peak = self.sockets_open;
            window.series.insert(SeriesKey::bare(names::WEBSOCKETS_OPEN), open);
        }
    }
}

/// The series of a label, made when it is first asked for. The labels are few and bounded.
fn of_label<S: Default>(all: &mut Vec<(LabelId, S)>, id: LabelId) -> &mut S {
    let known = all.iter().position(|(other, _)| *other == id);
    let place = known.unwrap_or_else(|| {
        all.push((id, S::default()));
        all.len() - 1
    });
    &mut all[place].1
}
