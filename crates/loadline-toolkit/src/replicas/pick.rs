//! [`Balance`]: which of the replicas that fit comes first. In come their loads; out goes their order.

use std::{cmp::Ordering, time::Duration};
use tokio::time::Instant;

/// How reads are spread over the replicas.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Balance {
    /// One after the other.
    #[default]
    RoundRobin,
    /// Where the fewest reads are under way.
    LeastInFlight,
    /// Where a read is expected to end first: the recent time of a read there, times the reads under way. A slow read
    /// counts at once, and is forgotten over ten seconds.
    PeakEwma,
}

/// The time after which a peak has lost two thirds of its weight.
const DECAY: Duration = Duration::from_secs(10);

/// How busy one replica is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Load {
    pub(super) in_flight: usize,
    /// The expected time of a read.
    pub(super) expected: Duration,
}

impl Balance {
    /// Puts the first to ask first; `turn` goes up with each read. Equal ones take turns.
    pub(super) fn order<T>(self, turn: usize, candidates: &mut [(T, Load)]) {
        if !candidates.is_empty() {
            candidates.rotate_left(turn % candidates.len());
        }
        match self {
            Self::RoundRobin => {}
            Self::LeastInFlight => candidates.sort_by_key(|(_, load)| load.in_flight),
            Self::PeakEwma => candidates.sort_by(|(_, a), (_, b)| {
                a.cost_s().partial_cmp(&b.cost_s()).unwrap_or(Ordering::Equal)
            }),
        }
    }
}

impl Load {
    fn cost_s(self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "reads under way stay far below 2^53")]
        let reads = self.in_flight as f64 + 1.0;
        self.expected.as_secs_f64() * reads
    }
}

/// The recent time of a read: jumps up to each slower one, and sinks towards faster ones.
#[derive(Debug, Default)]
pub(super) struct PeakEwma {
    value_s: f64,
    at: Option<Instant>,
}

impl PeakEwma {
    pub(super) fn record(&mut self, now: Instant, took: Duration) {
        let (took_s, decayed_s) = (took.as_secs_f64(), self.decayed_s(now, took.as_secs_f64()));
        self.value_s = took_s.max(decayed_s);
        self.at = Some(now);
    }

    /// What a read is expected to take; zero, which is tried first, where none was measured.
    pub(super) fn expected(&self, now: Instant) -> Duration {
        Duration::try_from_secs_f64(self.decayed_s(now, 0.0)).unwrap_or(Duration::MAX)
    }

    fn decayed_s(&self, now: Instant, towards_s: f64) -> f64 {
        let Some(at) = self.at else { return towards_s };
        let weight = (-now.saturating_duration_since(at).as_secs_f64() / DECAY.as_secs_f64()).exp();
        self.value_s * weight + towards_s * (1.0 - weight)
    }
}
