//! What a client shows of itself.

use super::{Bytes, ClientError, HttpClient, Response};
use crate::{
    hedge::HedgeStats,
    retry::RetryStats,
    telemetry::{Counter, Histogram, HistogramSnapshot, Metric, Observe, Sink},
};
use std::time::Duration;

const DURATION: Metric = Metric::new(
    "http.client.request.duration",
    "s",
    "Duration of calls, with all their tries and waits",
);
const CALLS: Metric =
    Metric::new("http.client.calls", "{call}", "Calls, by the class of the answer or its lack");

/// What came of the calls so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientStats {
    /// Calls that were answered with a status below 400.
    pub succeeded: u64,
    /// Calls that were answered with a status from 400 to 499.
    pub client_faults: u64,
    /// Calls that were answered with a status of 500 and above.
    pub server_faults: u64,
    /// Calls whose time was over.
    pub out_of_time: u64,
    /// Calls without an answer for another reason.
    pub failed: u64,
    /// How long calls took, with all their tries and waits.
    pub duration: HistogramSnapshot,
    /// Further tries.
    pub retry: RetryStats,
    /// Second calls, where the client makes them.
    pub hedge: Option<HedgeStats>,
}

/// The counts behind [`ClientStats`].
#[derive(Debug, Default)]
pub(super) struct Counters {
    succeeded: Counter,
    client_faults: Counter,
    server_faults: Counter,
    out_of_time: Counter,
    failed: Counter,
    duration: Histogram,
}

impl Counters {
    /// Takes the end of a call.
    pub(super) fn ended(&self, took: Duration, outcome: &Result<Response<Bytes>, ClientError>) {
        self.duration.record(took);
        let count = match outcome {
            Ok(answer) if answer.status().is_server_error() => &self.server_faults,
            Ok(answer) if answer.status().is_client_error() => &self.client_faults,
            Ok(_) => &self.succeeded,
            Err(ClientError::Deadline(_)) => &self.out_of_time,
            Err(_) => &self.failed,
        };
        count.add(1);
    }

    pub(super) fn snapshot(&self, retry: RetryStats, hedge: Option<HedgeStats>) -> ClientStats {
        ClientStats {
            succeeded: self.succeeded.get(),
            client_faults: self.client_faults.get(),
            server_faults: self.server_faults.get(),
            out_of_time: self.out_of_time.get(),
            failed: self.failed.get(),
            duration: self.duration.snapshot(),
            retry,
            hedge,
        }
    }
}

impl Observe for HttpClient {
    fn observe(&self, sink: &mut dyn Sink) {
        let counters = self.counters();
        sink.histogram(&DURATION, &[], &counters.duration.snapshot());
        let outcomes = [
            ("succeeded", &counters.succeeded),
            ("client_fault", &counters.client_faults),
            ("server_fault", &counters.server_faults),
            ("out_of_time", &counters.out_of_time),
            ("failed", &counters.failed),
        ];
        for (outcome, count) in outcomes {
            sink.counter(&CALLS, &[("outcome", outcome)], count.get());
        }
        self.retry().observe(sink);
        if let Some(hedge) = self.hedge() {
            hedge.observe(sink);
        }
    }
}
