//! What the faults are. A request number or a moment comes in; a delay, a yes or no, or the rest of
//! a stall goes out. Deliberately not here: clocks, counters and waiting (`layer.rs`).

use std::time::Duration;

/// One million: shares of requests are kept in whole parts per million, so that they add up exactly.
pub(super) const PARTS_PER_SHARE: u64 = 1_000_000;

/// Mixed into the request number before a delay is drawn from a range. Any constant would do.
const DELAY_SEED: u64 = 0x4c6f_6164_6c69_6e65;

/// The faults of one shop. The default has none.
///
/// Read from text such as `latency=50ms,stall=2s@5s,error=1%`; see [`Faults::FORMS`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Faults {
    /// Delay added to each request.
    pub latency: Option<Latency>,
    /// Stretch of time in which nothing is answered.
    pub stall: Option<Stall>,
    /// Share of requests answered with status 500, in parts per million: 1 % is 10,000.
    pub errors_ppm: u32,
}

/// A delay between two bounds, both included. Equal bounds make it fixed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Latency {
    /// The shortest delay.
    pub min: Duration,
    /// The longest delay, at least `min`.
    pub max: Duration,
}

/// A stretch of time in which nothing is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stall {
    /// When it begins, counted from the start of the shop.
    pub at: Duration,
    /// How long it lasts.
    pub length: Duration,
}

impl Faults {
    /// The accepted spellings of one fault, for messages and help pages.
    pub const FORMS: [&str; 4] = ["latency=50ms", "latency=20ms..80ms", "stall=2s@5s", "error=1%"];

    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The delay of request number `n`: evenly spread over the range, the same in every run.
    ///
    /// It depends on the number alone, so concurrent requests need no shared generator.
    pub(crate) fn delay(&self, n: u64) -> Duration {
        let Some(Latency { min, max }) = self.latency else { return Duration::ZERO };
        let span_us = u64::try_from(max.saturating_sub(min).as_micros()).unwrap_or(u64::MAX);
        min + Duration::from_micros(fastrand::Rng::with_seed(DELAY_SEED ^ n).u64(0..=span_us))
    }

    /// Whether request number `n`, counted from 1, is answered with 500.
    ///
    /// The running total of failures after `n` requests is `n × share`, rounded down. A request
    /// fails when it lifts that total: with 1 % these are exactly the requests 100, 200, 300 ….
    pub(crate) fn fails(&self, n: u64) -> bool {
        let failed_after =
            |n: u64| u128::from(n) * u128::from(self.errors_ppm) / u128::from(PARTS_PER_SHARE);
        failed_after(n) > failed_after(n.saturating_sub(1))
    }

    /// How much of the stall is left at `elapsed` after the start; zero outside of it.
    pub(crate) fn stall_left(&self, elapsed: Duration) -> Duration {
        match self.stall {
            Some(Stall { at, length }) if elapsed >= at => (at + length).saturating_sub(elapsed),
            _ => Duration::ZERO,
        }
    }
}
