//! [`PoolBuilder`]: sizes, time-outs and bounds of a pool. What comes in is checked once, by [`PoolBuilder::build`];
//! what goes out is the running pool. The three [`Profile`]s are starting points, not limits.

use super::{ConfigError, ConnectRetry, Manager, Pool};
use std::time::Duration;
use tokio::{runtime::Handle, time::Instant};

/// Connections that a pool opens at most, overflow included.
const CONNECTIONS_MAX: usize = 10_000;
/// Callers that may wait at most, whatever is configured.
const WAITERS_MAX: usize = 1_000_000;
/// The longest of all durations: a hundred years, so that adding to a clock never overflows.
const LONGEST: Duration = Duration::from_secs(100 * 365 * 24 * 3600);

/// Settings to begin with; each can be changed afterwards.
///
/// | | min | max | overflow | acquire time-out |
/// |---|---|---|---|---|
/// | `Api` | 5 | 20 | 30 | 5 s |
/// | `Worker` | 5 | 20 | 0 | 30 s |
/// | `Realtime` | 20 | 100 | 30 | 5 s |
///
/// All three: connect 5 s, release 5 s, check 1 s, idle 300 s, lifetime 3600 s, a check before use after 5 s of idling, a
/// health check every 60 s, a leak is suspected after 60 s.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// Short requests of people who wait.
    Api,
    /// Jobs that would rather wait than fail.
    Worker,
    /// Many sessions at once, none of which may wait long.
    Realtime,
}

/// What a pool is told before it runs; begins with [`Profile::Api`].
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// use loadline_toolkit::pool::{ConfigError, Pool, Profile};
/// use std::time::Duration;
///
/// # use loadline_toolkit::pool::Manager;
/// # struct Numbers;
/// # impl Manager for Numbers {
/// #     type Conn = u64;
/// #     type Error = std::convert::Infallible;
/// #     async fn connect(&self) -> Result<u64, Self::Error> { Ok(0) }
/// #     async fn check(&self, _: &mut u64) -> Result<(), Self::Error> { Ok(()) }
/// #     async fn reset(&self, _: &mut u64) -> Result<(), Self::Error> { Ok(()) }
/// # }
/// let pool = Pool::builder(Numbers)
///     .profile(Profile::Worker)
///     .size(2, 10)
///     .acquire_timeout(Duration::from_secs(1))
///     .idle_timeout(None)
///     .build();
/// assert!(pool.is_ok());
///
/// let refused = Pool::builder(Numbers).size(10, 2).build().expect_err("more than fit");
/// assert_eq!(refused, ConfigError::MinAboveMax { min: 10, max: 2 });
/// # }
/// ```
#[derive(Debug)]
#[must_use]
pub struct PoolBuilder<M> {
    manager: M,
    config: Config,
}

/// The settings themselves.
#[derive(Debug, Clone)]
pub(super) struct Config {
    pub(super) min: usize,
    pub(super) max: usize,
    pub(super) overflow: usize,
    pub(super) waiters_max: usize,
    pub(super) connects_at_once: usize,
    pub(super) acquire_timeout: Duration,
    pub(super) connect_timeout: Duration,
    pub(super) release_timeout: Duration,
    pub(super) check_timeout: Duration,
    pub(super) idle_timeout: Option<Duration>,
    pub(super) max_lifetime: Option<Duration>,
    pub(super) pre_ping_after: Option<Duration>,
    pub(super) health_check_every: Option<Duration>,
    pub(super) leak_after: Option<Duration>,
    pub(super) retry: ConnectRetry,
    pub(super) seed: Option<u64>,
}

impl<M: Manager> PoolBuilder<M> {
    pub(super) const fn new(manager: M) -> Self {
        Self { manager, config: Config::of(Profile::Api) }
    }

    /// Takes all settings of a profile, in place of what was set before.
    pub const fn profile(mut self, profile: Profile) -> Self {
        self.config = Config::of(profile);
        self
    }

    /// Connections kept open at least, and open at most (overflow apart).
    pub const fn size(mut self, min: usize, max: usize) -> Self {
        self.config.min = min;
        self.config.max = max;
        self
    }

    /// Temporary connections beyond the maximum for times of need; each is closed when it comes back and nobody waits.
    pub const fn overflow(mut self, extra: usize) -> Self {
        self.config.overflow = extra;
        self
    }

    /// Callers that may wait at once; further ones are refused. 10,000 unless set.
    pub const fn waiters_max(mut self, callers: usize) -> Self {
        self.config.waiters_max = callers;
        self
    }

    /// Connections that are being opened at once, at most. 8 unless set.
    pub const fn connects_at_once(mut self, connects: usize) -> Self {
        self.config.connects_at_once = connects;
        self
    }

    /// The longest a caller waits; its [`Deadline`](crate::deadline::Deadline) may end the wait earlier.
    pub const fn acquire_timeout(mut self, timeout: Duration) -> Self {
        self.config.acquire_timeout = timeout;
        self
    }

    /// The longest one attempt to connect takes.
    pub const fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.config.connect_timeout = timeout;
        self
    }

    /// The longest a reset takes, and a close: by then the place in the pool is free again, dead socket or not.
    pub const fn release_timeout(mut self, timeout: Duration) -> Self {
        self.config.release_timeout = timeout;
        self
    }

    /// The longest a check takes.
    pub const fn check_timeout(mut self, timeout: Duration) -> Self {
        self.config.check_timeout = timeout;
        self
    }

    /// Closes a connection beyond the minimum that lay idle for so long; `None`: never.
    pub fn idle_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.config.idle_timeout = timeout.into();
        self
    }

    /// Closes a connection at this age, give or take a tenth at random so that not all go at once; `None`: never.
    pub fn max_lifetime(mut self, lifetime: impl Into<Option<Duration>>) -> Self {
        self.config.max_lifetime = lifetime.into();
        self
    }

    /// Checks a connection before it is handed out when it lay idle for longer than this; `None`: never.
    pub fn pre_ping_after(mut self, idle: impl Into<Option<Duration>>) -> Self {
        self.config.pre_ping_after = idle.into();
        self
    }

    /// Checks connections that lie idle this often; `None`: never.
    pub fn health_check_every(mut self, period: impl Into<Option<Duration>>) -> Self {
        self.config.health_check_every = period.into();
        self
    }

    /// Warns of a connection that is out for longer than this, with the line of code that took it; `None`: never.
    pub fn leak_after(mut self, held: impl Into<Option<Duration>>) -> Self {
        self.config.leak_after = held.into();
        self
    }

    /// How attempts to connect follow each other while they fail.
    pub const fn retry(mut self, retry: ConnectRetry) -> Self {
        self.config.retry = retry;
        self
    }

    /// Makes what is random (lifetimes, delays) the same in each run.
    pub const fn seed(mut self, seed: u64) -> Self {
        self.config.seed = Some(seed);
        self
    }

    /// Starts the pool in the tokio runtime it is called in; the minimum is opened in the background.
    ///
    /// # Errors
    /// A [`ConfigError`] that names the setting, or that there is no runtime.
    pub fn build(mut self) -> Result<Pool<M>, ConfigError> {
        self.config.check()?;
        self.config.bound();
        let runtime = Handle::try_current().map_err(|_absent| ConfigError::NoRuntime)?;
        Ok(Pool::start(self.manager, self.config, runtime))
    }
}

impl Config {
    const fn of(profile: Profile) -> Self {
        let (min, max, overflow, acquire_s) = match profile {
            Profile::Api => (5, 20, 30, 5),
            Profile::Worker => (5, 20, 0, 30),
            Profile::Realtime => (20, 100, 30, 5),
        };
        Self {
            min,
            max,
            overflow,
            waiters_max: 10_000,
            connects_at_once: 8,
            acquire_timeout: Duration::from_secs(acquire_s),
            connect_timeout: Duration::from_secs(5),
            release_timeout: Duration::from_secs(5),
            check_timeout: Duration::from_secs(1),
            idle_timeout: Some(Duration::from_secs(300)),
            max_lifetime: Some(Duration::from_secs(3_600)),
            pre_ping_after: Some(Duration::from_secs(5)),
            health_check_every: Some(Duration::from_secs(60)),
            leak_after: Some(Duration::from_secs(60)),
            retry: ConnectRetry::exponential(Duration::from_millis(100), Duration::from_secs(2)),
            seed: None,
        }
    }

    fn check(&self) -> Result<(), ConfigError> {
        let (min, max) = (self.min, self.max);
        if min > max {
            return Err(ConfigError::MinAboveMax { min, max });
        }
        let bounded = [
            ("max", max, CONNECTIONS_MAX),
            ("max and overflow", max.saturating_add(self.overflow), CONNECTIONS_MAX),
            ("waiters_max", self.waiters_max, WAITERS_MAX),
            ("connects_at_once", self.connects_at_once, CONNECTIONS_MAX),
        ];
        for (setting, value, most) in bounded {
            if value == 0 || value > most {
                return Err(ConfigError::OutOfBounds { setting, value, most });
            }
        }
        let durations = [
            ("acquire_timeout", Some(self.acquire_timeout)),
            ("connect_timeout", Some(self.connect_timeout)),
            ("release_timeout", Some(self.release_timeout)),
            ("check_timeout", Some(self.check_timeout)),
            ("idle_timeout", self.idle_timeout),
            ("max_lifetime", self.max_lifetime),
            ("health_check_every", self.health_check_every),
            ("leak_after", self.leak_after),
        ];
        for (setting, duration) in durations {
            if duration == Some(Duration::ZERO) {
                return Err(ConfigError::ZeroDuration { setting });
            }
        }
        if self.retry.is_sound() { Ok(()) } else { Err(ConfigError::UnsoundRetry) }
    }

    /// How long a connection may lie idle and still be handed out unchecked.
    pub(super) fn trusted_for(&self) -> Duration {
        self.pre_ping_after.unwrap_or(LONGEST)
    }

    /// When a connection opened now is too old: at its lifetime, give or take a tenth by `random` from 0 to 1.
    pub(super) fn expiry(&self, now: Instant, random: f64) -> Instant {
        now + self.max_lifetime.map_or(LONGEST, |time| time.mul_f64(0.9 + random / 5.0))
    }

    /// Cuts durations to what a clock can add.
    fn bound(&mut self) {
        let always = [
            &mut self.acquire_timeout,
            &mut self.connect_timeout,
            &mut self.release_timeout,
            &mut self.check_timeout,
        ];
        let optional = [
            &mut self.idle_timeout,
            &mut self.max_lifetime,
            &mut self.pre_ping_after,
            &mut self.health_check_every,
            &mut self.leak_after,
        ];
        for duration in always.into_iter().chain(optional.into_iter().flatten()) {
            *duration = LONGEST.min(*duration);
        }
    }
}
