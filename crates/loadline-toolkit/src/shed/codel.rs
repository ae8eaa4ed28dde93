//! Whether there is overload: the shortest wait of the oldest in line, over an interval, was above the target. A burst
//! passes within an interval; a line that never gets short does not. Overload is over after an interval in which nobody had
//! to be shed: where the newest are served first, the oldest alone says too little.

use std::time::Duration;
use tokio::time::Instant;

/// Under overload, whoever waited more than this many targets is shed.
const LATE_TARGETS: u32 = 2;

/// The judge of a line.
#[derive(Debug)]
pub(super) struct Codel {
    target: Duration,
    interval: Duration,
    ends: Option<Instant>,
    shortest: Duration,
    shed: bool,
    overloaded: bool,
}

impl Codel {
    pub(super) const fn new(target: Duration, interval: Duration) -> Self {
        Self {
            target,
            interval,
            ends: None,
            shortest: Duration::ZERO,
            shed: false,
            overloaded: false,
        }
    }

    /// The oldest in line has waited this long, nothing when there is none.
    pub(super) fn observe(&mut self, now: Instant, oldest: Duration) {
        match self.ends {
            Some(ends) if now < ends => self.shortest = self.shortest.min(oldest),
            judged => {
                self.overloaded = judged.is_some()
                    && (self.shortest > self.target || (self.overloaded && self.shed));
                (self.shortest, self.shed) = (oldest, false);
                self.ends = Some(now + self.interval);
            }
        }
    }

    /// Someone waited too long.
    pub(super) const fn shed(&mut self) {
        self.shed = true;
    }

    /// How long one may wait at most.
    pub(super) fn wait_max(&self) -> Duration {
        if self.overloaded {
            (self.target * LATE_TARGETS).min(self.interval)
        } else {
            self.interval
        }
    }

    pub(super) const fn overloaded(&self) -> bool {
        self.overloaded
    }

    pub(super) const fn interval(&self) -> Duration {
        self.interval
    }
}
