//! [`ObjectPoolBuilder`]: how objects are made and reset, and how many there may be.

use super::{ObjectPool, ObjectPoolConfigError, shared::Shared};
use std::{fmt, time::Duration};

/// Objects and waiting callers that are possible at most.
const COUNT_MAX: usize = 1_000_000;

/// The caller's closures.
type Create<T> = Box<dyn Fn() -> T + Send + Sync>;
type Reset<T> = Box<dyn Fn(&mut T) + Send + Sync>;

/// What an object pool is told before it runs.
///
/// ```
/// use loadline_toolkit::object_pool::{ObjectPool, ObjectPoolConfigError};
///
/// let refused = ObjectPool::builder(String::new).max(2).precreated(3).build().expect_err("more than fit");
/// assert_eq!(refused, ObjectPoolConfigError::PrecreatedAboveMax { precreated: 3, max: 2 });
/// ```
#[must_use]
pub struct ObjectPoolBuilder<T> {
    pub(super) create: Create<T>,
    pub(super) reset: Option<Reset<T>>,
    pub(super) config: Config,
}

/// The figures among the settings.
#[derive(Debug, Clone, Copy)]
pub(super) struct Config {
    pub(super) max: usize,
    pub(super) precreated: usize,
    pub(super) waiters_max: usize,
    pub(super) acquire_timeout: Duration,
}

impl<T: Send + 'static> ObjectPoolBuilder<T> {
    pub(super) fn new(create: impl Fn() -> T + Send + Sync + 'static) -> Self {
        let config = Config {
            max: 16,
            precreated: 0,
            waiters_max: 10_000,
            acquire_timeout: Duration::from_secs(30),
        };
        Self { create: Box::new(create), reset: None, config }
    }

    /// Objects that exist at most. 16 unless set.
    pub const fn max(mut self, objects: usize) -> Self {
        self.config.max = objects;
        self
    }

    /// Objects that are made before the first is asked for.
    pub const fn precreated(mut self, objects: usize) -> Self {
        self.config.precreated = objects;
        self
    }

    /// What is done to an object that comes back. One that this panics on is dropped.
    pub fn reset(mut self, reset: impl Fn(&mut T) + Send + Sync + 'static) -> Self {
        self.reset = Some(Box::new(reset));
        self
    }

    /// Callers that may wait at once; further ones are refused. 10,000 unless set.
    pub const fn waiters_max(mut self, callers: usize) -> Self {
        self.config.waiters_max = callers;
        self
    }

    /// The longest a caller waits; its [`Deadline`](crate::deadline::Deadline) may end the wait earlier. 30 s unless set.
    pub const fn acquire_timeout(mut self, timeout: Duration) -> Self {
        self.config.acquire_timeout = timeout;
        self
    }

    /// Makes the objects that are wanted beforehand, here and now.
    ///
    /// # Errors
    /// An [`ObjectPoolConfigError`] that names the setting, or what the creator panicked with.
    pub fn build(self) -> Result<ObjectPool<T>, ObjectPoolConfigError> {
        self.config.check()?;
        let shared = Shared::new(self);
        shared.precreate().map_err(|message| ObjectPoolConfigError::CreatorPanicked { message })?;
        Ok(ObjectPool::new(shared))
    }
}

impl Config {
    const fn check(&self) -> Result<(), ObjectPoolConfigError> {
        let Self { max, precreated, waiters_max, acquire_timeout } = *self;
        if max == 0 || max > COUNT_MAX {
            return Err(ObjectPoolConfigError::OutOfBounds {
                setting: "max",
                value: max,
                most: COUNT_MAX,
            });
        }
        if waiters_max == 0 || waiters_max > COUNT_MAX {
            let (setting, value) = ("waiters_max", waiters_max);
            return Err(ObjectPoolConfigError::OutOfBounds { setting, value, most: COUNT_MAX });
        }
        if precreated > max {
            return Err(ObjectPoolConfigError::PrecreatedAboveMax { precreated, max });
        }
        if acquire_timeout.is_zero() {
            return Err(ObjectPoolConfigError::ZeroDuration { setting: "acquire_timeout" });
        }
        Ok(())
    }
}

impl<T> fmt::Debug for ObjectPoolBuilder<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ObjectPoolBuilder").field("config", &self.config).finish_non_exhaustive()
    }
}
