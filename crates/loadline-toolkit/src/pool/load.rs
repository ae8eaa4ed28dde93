//! What a pool measures of its own load: how long connects and holds take, and how much was asked in the busiest window.
//! [`Advice`] makes a size from it by Little's law: connections in use = arrivals per second × seconds each is held.

use std::time::Duration;
use tokio::time::Instant;

/// Arrivals are counted in windows of this length; advice goes by the busiest.
const WINDOW: Duration = Duration::from_secs(10);
/// A new value has the weight 1/8.
const WEIGHT: u64 = 8;
/// Square-root staffing: this many times the root of the load is kept free, so that few callers wait.
/// (Halfin and Whitt, 1981: with a factor of 2, about one caller in forty.)
const MARGIN_ROOTS: f64 = 2.0;

/// The size a pool should have, and what that is based on.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Advice {
    /// Connections: the load, and twice its square root to spare.
    pub size: usize,
    /// Connections in use on average in the busiest window: arrivals × hold.
    pub load: f64,
    /// Callers per second in the busiest window, those that got nothing included.
    pub arrivals_per_second: f64,
    /// How long a connection was held on average.
    pub hold_mean: Duration,
    /// The length of the window: ten seconds, or less for a young pool.
    pub window: Duration,
    /// Holds that were measured.
    pub holds: u64,
}

/// The measuring of it.
#[derive(Debug)]
pub(super) struct Load {
    hold: Average,
    connect: Average,
    holds: u64,
    held_ns: u64,
    window_start: Instant,
    asked_before: u64,
    busiest_per_s: f64,
}

/// An exponentially weighted mean, in nanoseconds.
#[derive(Debug, Clone, Copy)]
struct Average(Option<u64>);

impl Load {
    pub(super) const fn new(now: Instant) -> Self {
        Self {
            hold: Average(None),
            connect: Average(None),
            holds: 0,
            held_ns: 0,
            window_start: now,
            asked_before: 0,
            busiest_per_s: 0.0,
        }
    }

    pub(super) fn held(&mut self, ns: u64) {
        self.holds += 1;
        self.held_ns = self.held_ns.saturating_add(ns);
        self.hold.add(ns);
    }

    pub(super) fn connected(&mut self, time: Duration) {
        self.connect.add(nanoseconds(time));
    }

    /// How long connections are held of late.
    pub(super) fn hold_recent(&self) -> Option<Duration> {
        self.hold.0.map(Duration::from_nanos)
    }

    /// How long a connect takes of late.
    pub(super) fn connect_recent(&self) -> Option<Duration> {
        self.connect.0.map(Duration::from_nanos)
    }

    /// Closes the window when it is over; `asked` counts all callers so far.
    pub(super) fn tick(&mut self, now: Instant, asked: u64) {
        if now - self.window_start >= WINDOW {
            self.busiest_per_s = self.busiest_per_s.max(self.rate(now, asked));
            self.window_start = now;
            self.asked_before = asked;
        }
    }

    /// The advice, once a connection was held and given back.
    pub(super) fn advice(&self, now: Instant, asked: u64) -> Option<Advice> {
        let hold_mean = Duration::from_nanos(self.held_ns.checked_div(self.holds)?);
        let is_first = self.busiest_per_s == 0.0;
        let is_long = now - self.window_start >= WINDOW / 10;
        let current = if is_first || is_long { self.rate(now, asked) } else { 0.0 };
        let arrivals_per_second = self.busiest_per_s.max(current);
        let load = arrivals_per_second * hold_mean.as_secs_f64();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a float that is too large becomes the largest size"
        )]
        let size = (load + MARGIN_ROOTS * load.sqrt()).ceil().max(1.0) as usize;
        let window = if is_first { now - self.window_start } else { WINDOW };
        Some(Advice { size, load, arrivals_per_second, hold_mean, window, holds: self.holds })
    }

    #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
    fn rate(&self, now: Instant, asked: u64) -> f64 {
        let time_s = (now - self.window_start).as_secs_f64();
        if time_s > 0.0 { (asked - self.asked_before) as f64 / time_s } else { 0.0 }
    }
}

impl Average {
    fn add(&mut self, ns: u64) {
        self.0 = Some(self.0.map_or(ns, |mean| mean - mean / WEIGHT + ns / WEIGHT));
    }
}

/// A time as the pool counts it; beyond 584 years it is that.
pub(super) fn nanoseconds(time: Duration) -> u64 {
    u64::from(time.subsec_nanos()).saturating_add(time.as_secs().saturating_mul(1_000_000_000))
}
