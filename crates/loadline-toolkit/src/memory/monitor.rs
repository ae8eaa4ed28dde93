//! [`MemoryMonitor`]: looks, remembers a window of sizes, and judges.

use super::{
    Growth, Limit, MonitorBuilder, ReadError, Stats, config::Config, growth, limit::memory_limit,
};
use std::{
    collections::VecDeque,
    fmt,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::time::{Instant, MissedTickBehavior, interval};

/// What a monitor is alarmed by.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Alarm {
    /// More than the allowed share of the limit was held for a whole window.
    NearLimit {
        /// The smallest share in that window.
        share_min: f64,
    },
    /// The lower bound of the slope alone is more over a window than the size may grow.
    Growing {
        /// The share by which the size grows over a window, by the lower bound.
        growth_lower: f64,
        /// When the limit is reached by the slope, where there is one.
        limit_in: Option<Duration>,
    },
}

/// What one look came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Assessment {
    /// The size now.
    pub resident_bytes: u64,
    /// What it is held against.
    pub limit_bytes: Option<u64>,
    /// How fast it grows over the window; nothing before there are ten samples.
    pub growth: Option<Growth>,
    /// What there is to be alarmed by.
    pub alarms: Vec<Alarm>,
}

/// Watches how much memory the process holds. Cloning it gives another handle to the same monitor.
#[derive(Clone)]
pub struct MemoryMonitor {
    config: Config,
    limit: Option<u64>,
    begin: Instant,
    state: Arc<Mutex<State>>,
}

/// At most a window of samples, and the last judgement.
#[derive(Default)]
struct State {
    samples: VecDeque<(Duration, u64)>,
    last: Option<Assessment>,
    looks: u64,
    alarmed: u64,
}

impl MemoryMonitor {
    /// Starts from the defaults: a look every 10 s, judged over 10 min; 90 % of the limit, and 10 % of growth.
    #[must_use]
    pub fn builder() -> MonitorBuilder {
        MonitorBuilder::new()
    }

    pub(super) fn new(config: Config) -> Self {
        let limit = match config.limit {
            Limit::System => memory_limit(),
            Limit::Bytes(bytes) => Some(bytes),
            Limit::None => None,
        };
        Self { config, limit, begin: Instant::now(), state: Arc::default() }
    }

    /// Looks every interval for as long as it is awaited, and calls `on_alarm` with each judgement that is alarming: once
    /// when an alarm begins, and again each window while it lasts. A look that fails is told in the log and made again.
    pub async fn run(&self, mut on_alarm: impl FnMut(&Assessment)) {
        let mut ticks = interval(self.config.interval);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut told: Option<Instant> = None;
        loop {
            let now = ticks.tick().await;
            match self.sample() {
                Ok(seen) if seen.alarms.is_empty() => told = None,
                Ok(seen) => {
                    if told.is_none_or(|last| now - last >= self.config.window) {
                        told = Some(now);
                        tracing::warn!(resident_bytes = seen.resident_bytes, alarms = ?seen.alarms, "memory");
                        on_alarm(&seen);
                    }
                }
                Err(error) => tracing::debug!(%error, "memory"),
            }
        }
    }

    /// Looks once and judges what is known so far.
    ///
    /// # Errors
    /// A [`ReadError`] when the size cannot be read; what was known stays.
    pub fn sample(&self) -> Result<Assessment, ReadError> {
        let resident = (self.config.reader)()?;
        let now = self.begin.elapsed();
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.looks += 1;
        state.samples.push_back((now, resident));
        // Also when looks come more often than the interval, a window has a bounded number of samples.
        let most = self.config.window.as_nanos() / self.config.interval.as_nanos() + 2;
        while state.samples.len() as u128 > most
            || state.samples.get(1).is_some_and(|(at, _)| *at + self.config.window <= now)
        {
            state.samples.pop_front();
        }
        let samples = state.samples.make_contiguous();
        let assessment = self.judge(samples, now, resident);
        state.alarmed += u64::from(!assessment.alarms.is_empty());
        state.last = Some(assessment.clone());
        Ok(assessment)
    }

    /// What it knows, with the allocator's figures where there are any.
    #[must_use]
    pub fn stats(&self) -> Stats {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        Stats::new(state.last.clone(), state.looks, state.alarmed)
    }

    fn judge(&self, samples: &[(Duration, u64)], now: Duration, resident: u64) -> Assessment {
        let growth = growth(samples);
        let is_whole = samples.first().is_some_and(|(at, _)| *at + self.config.window <= now);
        let mut alarms = Vec::new();
        if is_whole {
            alarms.extend(self.near_limit(samples));
            let is_warm = now >= self.config.warm_up + self.config.window;
            alarms.extend(
                growth.filter(|_| is_warm).and_then(|growth| self.growing(samples, growth)),
            );
        }
        Assessment { resident_bytes: resident, limit_bytes: self.limit, growth, alarms }
    }

    fn near_limit(&self, samples: &[(Duration, u64)]) -> Option<Alarm> {
        let least = samples.iter().map(|(_, size)| *size).min()?;
        let share_min = share(least, self.limit?);
        (share_min > self.config.share_max).then_some(Alarm::NearLimit { share_min })
    }

    fn growing(&self, samples: &[(Duration, u64)], growth: Growth) -> Option<Alarm> {
        let ((_, first), (_, last)) = (samples.first()?, samples.last()?);
        let grown = growth.lower_bytes_per_s * self.config.window.as_secs_f64();
        #[expect(clippy::cast_precision_loss, reason = "sizes stay below 2^53")]
        let growth_lower = grown / (*first).max(1) as f64;
        #[expect(clippy::cast_precision_loss, reason = "sizes stay below 2^53")]
        let limit_in = self.limit.and_then(|limit| {
            let seconds = limit.saturating_sub(*last) as f64 / growth.bytes_per_s;
            Duration::try_from_secs_f64(seconds).ok()
        });
        (growth_lower > self.config.growth_max).then_some(Alarm::Growing { growth_lower, limit_in })
    }
}

#[expect(clippy::cast_precision_loss, reason = "sizes stay below 2^53")]
fn share(part: u64, whole: u64) -> f64 {
    part as f64 / whole.max(1) as f64
}

impl fmt::Debug for MemoryMonitor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryMonitor")
            .field("limit_bytes", &self.limit)
            .field("stats", &self.stats())
            .finish_non_exhaustive()
    }
}
