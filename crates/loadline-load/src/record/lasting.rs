//! What is counted of connections that stay: messages of WebSockets, events of streams, and how they ended.

use std::time::Duration;

use loadline_core::histogram::Histogram;
use loadline_core::window::{Aggregate, SeriesKey, Share, Window, names};

use super::label::Label;
use super::outcome::{drain, seconds};
use crate::transport::ErrorKind;

/// The WebSockets of one label.
#[derive(Default)]
pub(crate) struct SocketSeries {
    sent: u64,
    received: u64,
    reply_time: Histogram,
    session_time: Histogram,
    ends: Ends,
}

impl SocketSeries {
    /// A message was sent.
    pub(crate) fn sent(&mut self) {
        self.sent += 1;
    }

    /// Messages came, wanted or not.
    pub(crate) fn received(&mut self, messages: u64) {
        self.received += messages;
    }

    /// The message that was expected came that long after the last one sent.
    pub(crate) fn reply(&mut self, took: Duration) {
        self.reply_time.record(seconds(took));
    }

    /// A WebSocket ended after that time, and why where it should not have.
    pub(crate) fn ended(&mut self, after: Duration, error: Option<ErrorKind>) {
        self.session_time.record(seconds(after));
        self.ends.note(error);
    }

    /// Moves what was counted into `window`.
    pub(super) fn drain_into(&mut self, label: &Label, window: &mut Window) {
        count(window, label, names::WEBSOCKET_MESSAGES_SENT, &mut self.sent);
        count(window, label, names::WEBSOCKET_MESSAGES_RECEIVED, &mut self.received);
        drain(window, &key(label, names::WEBSOCKET_REPLY_TIME), &mut self.reply_time);
        drain(window, &key(label, names::WEBSOCKET_SESSION_TIME), &mut self.session_time);
        self.ends.drain_into(label, names::WEBSOCKET_ERRORS, window);
    }
}

/// The streams of events of one label.
#[derive(Default)]
pub(crate) struct EventSeries {
    received: u64,
    first_time: Histogram,
    gap_time: Histogram,
    ends: Ends,
}

impl EventSeries {
    /// The first event of a stream came that long after its request began.
    pub(crate) fn first(&mut self, after: Duration) {
        self.received += 1;
        self.first_time.record(seconds(after));
    }

    /// A further event came that long after the one before.
    pub(crate) fn next(&mut self, after: Duration) {
        self.received += 1;
        self.gap_time.record(seconds(after));
    }

    /// A stream ended, and why where it should not have.
    pub(crate) fn ended(&mut self, error: Option<ErrorKind>) {
        self.ends.note(error);
    }

    /// Moves what was counted into `window`.
    pub(super) fn drain_into(&mut self, label: &Label, window: &mut Window) {
        count(window, label, names::EVENTS_RECEIVED, &mut self.received);
        drain(window, &key(label, names::EVENT_FIRST_TIME), &mut self.first_time);
        drain(window, &key(label, names::EVENT_GAP_TIME), &mut self.gap_time);
        self.ends.drain_into(label, names::EVENT_ERRORS, window);
    }
}

/// How connections ended: as they were meant to, or by which kind of error. As many entries as there are
/// kinds at most.
#[derive(Default)]
struct Ends(Vec<(Option<ErrorKind>, u64)>);

impl Ends {
    fn note(&mut self, error: Option<ErrorKind>) {
        match self.0.iter_mut().find(|(known, _)| *known == error) {
            Some((_, times)) => *times += 1,
            None => self.0.push((error, 1)),
        }
    }

    fn drain_into(&mut self, label: &Label, name: &'static str, window: &mut Window) {
        for (error, total) in self.0.drain(..) {
            let more: Vec<_> =
                error.map(|error| (names::TAG_ERROR, error.to_string())).into_iter().collect();
            let hits = if error.is_some() { total } else { 0 };
            let key = SeriesKey::new(name, label.tags_with(&more));
            window.series.insert(key, Aggregate::Share(Share { hits, total }));
        }
    }
}

fn key(label: &Label, name: &'static str) -> SeriesKey {
    SeriesKey::new(name, label.tags_with(&[]))
}

fn count(window: &mut Window, label: &Label, name: &'static str, count: &mut u64) {
    let count = std::mem::take(count);
    if count > 0 {
        window.series.insert(key(label, name), Aggregate::Counter(count as f64));
    }
}
