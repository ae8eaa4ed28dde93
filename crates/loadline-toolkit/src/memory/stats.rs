//! A monitor's figures, under the names of OpenTelemetry and of Prometheus' process metrics.

use super::{AllocatorFigures, Assessment, MemoryMonitor, allocator_figures};
use crate::telemetry::{Metric, Observe, Sink};

/// What a monitor knows.
#[derive(Debug, Clone, PartialEq)]
pub struct Stats {
    /// The last judgement; nothing before the first look.
    pub last: Option<Assessment>,
    /// Looks so far.
    pub looks: u64,
    /// Looks that were alarming.
    pub alarmed: u64,
    /// What the process allocated; all zero without a [`TrackingAllocator`](super::TrackingAllocator).
    pub allocator: AllocatorFigures,
}

impl Stats {
    pub(super) fn new(last: Option<Assessment>, looks: u64, alarmed: u64) -> Self {
        Self { last, looks, alarmed, allocator: allocator_figures() }
    }
}

const USAGE: Metric = Metric::new("process.memory.usage", "By", "Resident memory of the process")
    .also("process_resident_memory_bytes");
const LIMIT: Metric =
    Metric::new("process.memory.limit", "By", "What the process may be resident with");
const GROWTH: Metric = Metric::new("process.memory.growth", "By/s", "How fast it grows, by bound");
const ALARMED: Metric = Metric::new("process.memory.alarms", "{look}", "Looks that were alarming");
const IN_USE: Metric = Metric::new("allocator.in_use", "By", "Allocated and not freed");
const ALLOCATED: Metric = Metric::new("allocator.allocated", "By", "Allocated since the start");
const ALLOCATIONS: Metric =
    Metric::new("allocator.allocations", "{allocation}", "Allocations since the start");

impl Observe for MemoryMonitor {
    #[expect(clippy::cast_precision_loss, reason = "sizes stay below 2^53")]
    fn observe(&self, sink: &mut dyn Sink) {
        let stats = self.stats();
        if let Some(last) = &stats.last {
            sink.gauge(&USAGE, &[], last.resident_bytes as f64);
            if let Some(limit) = last.limit_bytes {
                sink.gauge(&LIMIT, &[], limit as f64);
            }
            if let Some(growth) = last.growth {
                sink.gauge(&GROWTH, &[("bound", "slope")], growth.bytes_per_s);
                sink.gauge(&GROWTH, &[("bound", "lower")], growth.lower_bytes_per_s);
                sink.gauge(&GROWTH, &[("bound", "upper")], growth.upper_bytes_per_s);
            }
        }
        sink.counter(&ALARMED, &[], stats.alarmed);
        if stats.allocator.allocations > 0 {
            sink.gauge(&IN_USE, &[], stats.allocator.in_use_bytes() as f64);
            sink.counter(&ALLOCATED, &[], stats.allocator.allocated_bytes);
            sink.counter(&ALLOCATIONS, &[], stats.allocator.allocations);
        }
    }
}
