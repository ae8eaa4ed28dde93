//! A histogram of durations of a fixed size that many tasks record into: eight buckets to the octave of nanoseconds,
//! so a percentile is 12.5 % too high at most. Sums and counts are exact.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

/// Buckets to an octave.
const STEPS: u64 = 8;
const STEPS_BITS: u32 = STEPS.trailing_zeros();
/// Buckets in all: the last octave is the one of a u64's highest bit, so every duration has one.
const BUCKETS: usize = ((64 - STEPS_BITS as usize) + 1) * STEPS as usize;

/// Durations, counted by bucket; 4 KiB each, whatever is recorded.
#[derive(Debug)]
pub struct Histogram {
    buckets: Box<[AtomicU64; BUCKETS]>,
    sum_ns: AtomicU64,
    max_ns: AtomicU64,
}

impl Default for Histogram {
    fn default() -> Self {
        Self::new()
    }
}

impl Histogram {
    /// A histogram with nothing in it.
    #[must_use]
    pub fn new() -> Self {
        Self {
            buckets: Box::new([const { AtomicU64::new(0) }; BUCKETS]),
            sum_ns: AtomicU64::new(0),
            max_ns: AtomicU64::new(0),
        }
    }

    /// Records one duration; beyond 584 years it counts as that.
    pub fn record(&self, duration: Duration) {
        self.record_ns(u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX));
    }

    /// Records one duration in nanoseconds.
    pub fn record_ns(&self, ns: u64) {
        self.buckets[bucket(ns)].fetch_add(1, Ordering::Relaxed);
        if ns > 0 {
            self.sum_ns.fetch_add(ns, Ordering::Relaxed);
            if ns > self.max_ns.load(Ordering::Relaxed) {
                self.max_ns.fetch_max(ns, Ordering::Relaxed);
            }
        }
    }

    /// As [`record_ns`](Self::record_ns), for a part that records under a lock of its own: without another writer at the
    /// same time, loads and stores do, at a tenth of the cost.
    #[cfg(feature = "pool")]
    pub(crate) fn record_ns_alone(&self, ns: u64) {
        let add = |to: &AtomicU64, more: u64| {
            to.store(to.load(Ordering::Relaxed).wrapping_add(more), Ordering::Relaxed);
        };
        add(&self.buckets[bucket(ns)], 1);
        if ns > 0 {
            add(&self.sum_ns, ns);
            if ns > self.max_ns.load(Ordering::Relaxed) {
                self.max_ns.store(ns, Ordering::Relaxed);
            }
        }
    }

    /// What was recorded so far. Durations recorded meanwhile may be counted in part: none is lost to the next look.
    #[must_use]
    pub fn snapshot(&self) -> HistogramSnapshot {
        let counts: Vec<u64> =
            self.buckets.iter().map(|bucket| bucket.load(Ordering::Relaxed)).collect();
        HistogramSnapshot {
            count: counts.iter().sum(),
            counts,
            sum_ns: self.sum_ns.load(Ordering::Relaxed),
            max_ns: self.max_ns.load(Ordering::Relaxed),
        }
    }
}

/// What a [`Histogram`] held at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistogramSnapshot {
    counts: Vec<u64>,
    count: u64,
    sum_ns: u64,
    max_ns: u64,
}

impl HistogramSnapshot {
    /// How many durations.
    #[must_use]
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// Their sum.
    #[must_use]
    pub const fn sum(&self) -> Duration {
        Duration::from_nanos(self.sum_ns)
    }

    /// The longest.
    #[must_use]
    pub const fn max(&self) -> Duration {
        Duration::from_nanos(self.max_ns)
    }

    /// Their mean; zero when there are none.
    #[must_use]
    pub fn mean(&self) -> Duration {
        Duration::from_nanos(self.sum_ns.checked_div(self.count).unwrap_or(0))
    }

    /// The duration that the share `q` (0 to 1) of all stays within, by the upper end of its bucket: within 12.5 % above
    /// the true one, never below it and never beyond the longest. `None` when nothing was recorded.
    #[must_use]
    pub fn quantile(&self, q: f64) -> Option<Duration> {
        #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
        let wanted = (q.clamp(0.0, 1.0) * self.count as f64).ceil().max(1.0);
        let mut seen = 0;
        self.counts.iter().enumerate().find_map(|(bucket, count)| {
            seen += count;
            #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
            let reached = *count > 0 && seen as f64 >= wanted;
            reached.then(|| Duration::from_nanos(upper_ns(bucket).min(self.max_ns)))
        })
    }

    /// How many lasted less than two to the power of `exponent` nanoseconds.
    #[must_use]
    pub fn below_power_of_two_ns(&self, exponent: u32) -> u64 {
        let end = 1_u64.checked_shl(exponent).map_or(BUCKETS, bucket);
        self.counts[..end].iter().sum()
    }
}

/// The bucket of a duration: those below [`STEPS`] have one each, then each octave has [`STEPS`].
const fn bucket(ns: u64) -> usize {
    if ns < STEPS {
        return ns as usize;
    }
    let octave = 63 - ns.leading_zeros() - STEPS_BITS;
    let step = (ns >> octave) - STEPS;
    (octave as usize + 1) * STEPS as usize + step as usize
}

/// The longest duration that falls into a bucket.
const fn upper_ns(bucket: usize) -> u64 {
    let bucket = bucket as u64;
    if bucket < STEPS {
        return bucket;
    }
    let octave = bucket / STEPS - 1;
    let step = bucket % STEPS;
    ((STEPS + step) << octave) + ((1 << octave) - 1)
}
