//! What a gate or a queue shows of itself.

use super::{Gate, Queue, line::Line};
use crate::telemetry::{HistogramSnapshot, Metric, Observe, Sink};

const INSIDE: Metric =
    Metric::new("loadline.shed.in_flight", "{call}", "Calls that were let in and have not ended");
const WAITING: Metric = Metric::new("loadline.shed.waiting", "{call}", "Calls that wait in line");
const OVERLOADED: Metric =
    Metric::new("loadline.shed.overloaded", "{state}", "1 while there is overload, else 0");
const SERVED: Metric =
    Metric::new("loadline.shed.served", "{call}", "Calls taken from the line to be served");
const SHED: Metric =
    Metric::new("loadline.shed.rejections", "{call}", "Calls that were shed, by cause");
const WAIT: Metric = Metric::new("loadline.shed.wait_time", "s", "Time in line");

/// The figures of a line at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stats {
    /// Calls that were let in and have not ended; always zero for a queue.
    pub in_flight: usize,
    /// How many wait.
    pub waiting: usize,
    /// Whether there was overload in the last interval.
    pub overloaded: bool,
    /// Taken from the line to be served. What a gate let in without a wait does not count.
    pub served: u64,
    /// Shed because the line was full.
    pub full: u64,
    /// Shed because it waited too long.
    pub late: u64,
    /// Time in line: of a queue's served work, of a gate's calls served or shed.
    pub waits: HistogramSnapshot,
}

impl Stats {
    pub(super) fn of<T>(line: &Line<T>, in_flight: usize, waits: HistogramSnapshot) -> Self {
        Self {
            in_flight,
            waiting: line.len(),
            overloaded: line.overloaded(),
            served: line.counts.served,
            full: line.counts.full,
            late: line.counts.late,
            waits,
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "counts of waiting work stay far below 2^53")]
    fn hand_to(&self, sink: &mut dyn Sink) {
        sink.gauge(&WAITING, &[], self.waiting as f64);
        sink.gauge(&OVERLOADED, &[], f64::from(u8::from(self.overloaded)));
        sink.counter(&SERVED, &[], self.served);
        sink.counter(&SHED, &[("cause", "full")], self.full);
        sink.counter(&SHED, &[("cause", "late")], self.late);
        sink.histogram(&WAIT, &[], &self.waits);
    }
}

impl Observe for Gate {
    #[expect(clippy::cast_precision_loss, reason = "counts of calls in flight stay far below 2^53")]
    fn observe(&self, sink: &mut dyn Sink) {
        let stats = self.stats();
        sink.gauge(&INSIDE, &[], stats.in_flight as f64);
        stats.hand_to(sink);
    }
}

impl<T: Send> Observe for Queue<T> {
    fn observe(&self, sink: &mut dyn Sink) {
        self.stats().hand_to(sink);
    }
}
