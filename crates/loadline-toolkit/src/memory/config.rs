//! How often a monitor looks, over how long it judges, and when it is alarmed.

use super::{ConfigError, MemoryMonitor, resident::resident_bytes};
use std::{io, sync::Arc, time::Duration};

/// A slope needs some samples; its cost grows with their square (28,680 slopes at most).
const SAMPLES_MIN: u128 = 10;
const SAMPLES_MAX: u128 = 240;

/// Against what the resident size is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Limit {
    /// The limit of the process's control group, or the machine's memory where there is none.
    #[default]
    System,
    /// This many bytes.
    Bytes(u64),
    /// Nothing: only growth is judged.
    None,
}

/// Reads the resident size.
pub(super) type Reader = dyn Fn() -> io::Result<u64> + Send + Sync;

/// The settings of a monitor, checked.
#[derive(Clone)]
pub(super) struct Config {
    pub(super) interval: Duration,
    pub(super) window: Duration,
    pub(super) warm_up: Duration,
    pub(super) limit: Limit,
    pub(super) share_max: f64,
    pub(super) growth_max: f64,
    pub(super) reader: Arc<Reader>,
}

/// Builds a [`MemoryMonitor`].
#[derive(Clone)]
pub struct MonitorBuilder {
    config: Config,
}

impl MonitorBuilder {
    pub(super) fn new() -> Self {
        let config = Config {
            interval: Duration::from_secs(10),
            window: Duration::from_secs(600),
            warm_up: Duration::from_secs(300),
            limit: Limit::System,
            share_max: 0.9,
            growth_max: 0.1,
            reader: Arc::new(resident_bytes),
        };
        Self { config }
    }

    /// How often [`MemoryMonitor::run`] looks; every 10 s unless it is set.
    #[must_use]
    pub const fn interval(mut self, interval: Duration) -> Self {
        self.config.interval = interval;
        self
    }

    /// Over how long it judges; 10 min unless it is set. A window has 10 to 240 intervals.
    #[must_use]
    pub const fn window(mut self, window: Duration) -> Self {
        self.config.window = window;
        self
    }

    /// How long growth is expected at the beginning, and not judged; 5 min unless it is set.
    #[must_use]
    pub const fn warm_up(mut self, warm_up: Duration) -> Self {
        self.config.warm_up = warm_up;
        self
    }

    /// Against what the size is held; [`Limit::System`] unless it is set.
    #[must_use]
    pub const fn limit(mut self, limit: Limit) -> Self {
        self.config.limit = limit;
        self
    }

    /// The share of the limit that may be held; beyond it for a whole window is an alarm. 0.9 unless it is set.
    #[must_use]
    pub const fn share_max(mut self, share: f64) -> Self {
        self.config.share_max = share;
        self
    }

    /// The share by which the size may grow over a window; beyond it, for sure, is an alarm. 0.1 unless it is set.
    #[must_use]
    pub const fn growth_max(mut self, share: f64) -> Self {
        self.config.growth_max = share;
        self
    }

    /// Another size than the resident one: that of an allocator, of a cache, of a test.
    #[must_use]
    pub fn reader(mut self, read: impl Fn() -> io::Result<u64> + Send + Sync + 'static) -> Self {
        self.config.reader = Arc::new(read);
        self
    }

    /// The monitor.
    ///
    /// # Errors
    /// A [`ConfigError`] when a number is zero or out of range.
    pub fn build(self) -> Result<MemoryMonitor, ConfigError> {
        let config = &self.config;
        if config.interval.is_zero() {
            return Err(ConfigError::Zero { setting: "interval" });
        }
        if config.limit == Limit::Bytes(0) {
            return Err(ConfigError::Zero { setting: "limit" });
        }
        let samples = config.window.as_nanos() / config.interval.as_nanos();
        if !(SAMPLES_MIN..=SAMPLES_MAX).contains(&samples) {
            return Err(ConfigError::Samples { samples, min: SAMPLES_MIN, max: SAMPLES_MAX });
        }
        for (setting, share, max) in
            [("share_max", config.share_max, 1), ("growth_max", config.growth_max, 1_000)]
        {
            if !(share > 0.0 && share <= f64::from(max)) {
                return Err(ConfigError::Share { setting, max });
            }
        }
        Ok(MemoryMonitor::new(self.config))
    }
}

impl std::fmt::Debug for MonitorBuilder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Config { interval, window, limit, share_max, growth_max, .. } = &self.config;
        f.debug_struct("MonitorBuilder")
            .field("interval", interval)
            .field("window", window)
            .field("limit", limit)
            .field("share_max", share_max)
            .field("growth_max", growth_max)
            .finish_non_exhaustive()
    }
}
