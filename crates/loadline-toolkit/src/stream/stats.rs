//! A processor's figures, over all its streams.

use super::StreamProcessor;
use crate::telemetry::{Counter, Gauge, Metric, Observe, Sink};

/// What the streams of a processor did so far, those under way included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stats {
    /// Streams under way.
    pub running: u64,
    /// Bytes whose results the sink has taken.
    pub bytes: u64,
    /// Records among them.
    pub records: u64,
    /// Records that were skipped after an error.
    pub skipped: u64,
    /// Chunks they came in.
    pub chunks: u64,
}

/// The figures as they are counted, once per chunk.
#[derive(Debug, Default)]
pub(super) struct Figures {
    pub(super) running: Gauge,
    bytes: Counter,
    records: Counter,
    skipped: Counter,
    chunks: Counter,
}

impl Figures {
    pub(super) fn add(&self, bytes: u64, records: u64, skipped: u64) {
        self.bytes.add(bytes);
        self.records.add(records);
        self.skipped.add(skipped);
        self.chunks.add(1);
    }

    pub(super) fn stats(&self) -> Stats {
        Stats {
            running: self.running.get().unsigned_abs(),
            bytes: self.bytes.get(),
            records: self.records.get(),
            skipped: self.skipped.get(),
            chunks: self.chunks.get(),
        }
    }
}

const RUNNING: Metric = Metric::new("stream.running", "{stream}", "Streams under way");
const BYTES: Metric = Metric::new("stream.io", "By", "Bytes whose results the sink has taken");
const RECORDS: Metric = Metric::new("stream.records", "{record}", "Records that were processed");
const SKIPPED: Metric =
    Metric::new("stream.skipped", "{record}", "Records that were skipped after an error");

impl Observe for StreamProcessor {
    fn observe(&self, sink: &mut dyn Sink) {
        let stats = self.stats();
        #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
        sink.gauge(&RUNNING, &[], stats.running as f64);
        sink.counter(&BYTES, &[], stats.bytes);
        sink.counter(&RECORDS, &[], stats.records);
        sink.counter(&SKIPPED, &[], stats.skipped);
    }
}
