//! The calls that rates are taken over: outcomes come in one by one, totals come out, old ones fall out by themselves.

use super::Window;
use std::time::Duration;
use tokio::time::Instant;

/// Parts of a time window; what is older than the window leaves by such a part.
const PARTS: u32 = 10;

/// How one call ended.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Outcome {
    pub(super) failed: bool,
    pub(super) slow: bool,
}

/// Numbers of calls.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Totals {
    pub(super) calls: u32,
    pub(super) failed: u32,
    pub(super) slow: u32,
}

/// The outcomes within the window.
#[derive(Debug)]
pub(super) enum Outcomes {
    Count(LastCalls),
    Time(LastTime),
}

/// The last so many, in a ring.
#[derive(Debug)]
pub(super) struct LastCalls {
    ring: Box<[Outcome]>,
    next: usize,
    totals: Totals,
}

/// Those of the last so long, by tenths in a ring.
#[derive(Debug)]
pub(super) struct LastTime {
    parts: [Totals; PARTS as usize],
    width: Duration,
    base: Instant,
    /// The part now, counted from the base.
    now: u64,
    totals: Totals,
}

impl Outcomes {
    pub(super) fn new(window: Window) -> Self {
        match window {
            Window::Count(calls) => Self::Count(LastCalls::new(calls as usize)),
            Window::Time(lasts) => Self::Time(LastTime::new(lasts)),
        }
    }

    /// Takes one outcome in; the totals are those of the window with it.
    pub(super) fn record(&mut self, outcome: Outcome) -> Totals {
        match self {
            Self::Count(last) => last.record(outcome),
            Self::Time(last) => last.record(outcome),
        }
    }

    /// The totals of the window now.
    pub(super) fn totals(&mut self) -> Totals {
        match self {
            Self::Count(last) => last.totals,
            Self::Time(last) => {
                last.forget_old();
                last.totals
            }
        }
    }

    /// Forgets every outcome.
    pub(super) fn clear(&mut self) {
        match self {
            Self::Count(last) => (last.next, last.totals) = (0, Totals::default()),
            Self::Time(last) => {
                (last.parts, last.totals) =
                    ([Totals::default(); PARTS as usize], Totals::default());
            }
        }
    }
}

impl LastCalls {
    fn new(calls: usize) -> Self {
        let ring = vec![Outcome::default(); calls].into_boxed_slice();
        Self { ring, next: 0, totals: Totals::default() }
    }

    fn record(&mut self, outcome: Outcome) -> Totals {
        let is_full = self.totals.calls as usize == self.ring.len();
        let left = std::mem::replace(&mut self.ring[self.next], outcome);
        if is_full {
            self.totals.subtract(Totals::of(left));
        }
        self.next = if self.next + 1 == self.ring.len() { 0 } else { self.next + 1 };
        self.totals.add(Totals::of(outcome));
        self.totals
    }
}

impl LastTime {
    fn new(lasts: Duration) -> Self {
        Self {
            parts: [Totals::default(); PARTS as usize],
            width: (lasts / PARTS).max(Duration::from_nanos(1)),
            base: Instant::now(),
            now: 0,
            totals: Totals::default(),
        }
    }

    fn record(&mut self, outcome: Outcome) -> Totals {
        self.forget_old();
        self.parts[place(self.now)].add(Totals::of(outcome));
        self.totals.add(Totals::of(outcome));
        self.totals
    }

    /// Moves on to the part of this moment. However far the clock jumped, each part is emptied once at most; a clock that
    /// went back changes nothing.
    fn forget_old(&mut self) {
        let passed = Instant::now().saturating_duration_since(self.base);
        let now = u64::try_from(passed.as_nanos() / self.width.as_nanos()).unwrap_or(u64::MAX);
        for part in (self.now + 1..=now).take(PARTS as usize) {
            let left = std::mem::take(&mut self.parts[place(part)]);
            self.totals.subtract(left);
        }
        self.now = self.now.max(now);
    }
}

impl Totals {
    const fn of(outcome: Outcome) -> Self {
        Self { calls: 1, failed: outcome.failed as u32, slow: outcome.slow as u32 }
    }

    /// Takes one outcome in.
    pub(super) const fn count(&mut self, outcome: Outcome) {
        self.add(Self::of(outcome));
    }

    /// The share of failures; `None` without calls.
    pub(super) fn failure_rate(self) -> Option<f64> {
        (self.calls > 0).then(|| f64::from(self.failed) / f64::from(self.calls))
    }

    /// The share of slow calls; `None` without calls.
    pub(super) fn slow_rate(self) -> Option<f64> {
        (self.calls > 0).then(|| f64::from(self.slow) / f64::from(self.calls))
    }

    const fn add(&mut self, more: Self) {
        self.calls = self.calls.saturating_add(more.calls);
        self.failed = self.failed.saturating_add(more.failed);
        self.slow = self.slow.saturating_add(more.slow);
    }

    const fn subtract(&mut self, less: Self) {
        self.calls = self.calls.saturating_sub(less.calls);
        self.failed = self.failed.saturating_sub(less.failed);
        self.slow = self.slow.saturating_sub(less.slow);
    }
}

/// Where a part of time stands in the ring.
const fn place(part: u64) -> usize {
    (part % PARTS as u64) as usize
}
