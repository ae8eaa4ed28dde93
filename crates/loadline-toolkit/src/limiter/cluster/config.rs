//! What a limiter over Redis is built from.

use super::{
    super::{ConfigError, KeyedLimiter, Quota},
    RedisLimiter,
};
use std::{sync::Arc, time::Duration};

/// What is decided while Redis does not answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhenDown {
    /// Everything is granted.
    Grant,
    /// Nothing is: [`RateLimitError::Unavailable`](super::super::RateLimitError::Unavailable).
    Refuse,
    /// Each node counts for itself and grants its share of the quota, one in this many nodes; of a burst that does not
    /// divide, one at least. What was granted by Redis before is not remembered.
    Local {
        /// Nodes of the cluster, one at least.
        nodes: u32,
    },
}

/// A limiter over Redis to be.
#[derive(Debug, Clone)]
#[must_use]
pub struct RedisBuilder {
    client: redis::Client,
    quota: Quota,
    pub(super) prefix: String,
    pub(super) timeout: Duration,
    pub(super) when_down: WhenDown,
}

impl RedisBuilder {
    pub(super) fn new(client: redis::Client, quota: Quota) -> Self {
        let (prefix, timeout) = (String::from("rate-limit:"), Duration::from_millis(50));
        Self { client, quota, prefix, timeout, when_down: WhenDown::Local { nodes: 1 } }
    }

    /// What stands before each key in Redis. Default: `rate-limit:`.
    pub fn prefix(mut self, prefix: &str) -> Self {
        prefix.clone_into(&mut self.prefix);
        self
    }

    /// How long a decision may take, the connecting included; after it, Redis counts as down until it is connected
    /// again. Default: 50 ms.
    pub const fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// What is decided while Redis does not answer. Default: each node grants the whole quota by itself.
    pub const fn when_down(mut self, when_down: WhenDown) -> Self {
        self.when_down = when_down;
        self
    }

    /// The limiter. It connects in the background when it is asked for the first time.
    ///
    /// # Errors
    /// [`ConfigError`] names the first mistake in what it was given.
    pub fn build(self) -> Result<Arc<RedisLimiter>, ConfigError> {
        let bucket = self.quota.bucket()?;
        if self.timeout.is_zero() {
            return Err(ConfigError::TimeoutIsZero);
        }
        let share = match self.when_down {
            WhenDown::Local { nodes: 0 } => return Err(ConfigError::NodesAreZero { nodes: 0 }),
            WhenDown::Local { nodes } => share(self.quota, nodes),
            WhenDown::Grant | WhenDown::Refuse => self.quota,
        };
        let local = KeyedLimiter::builder(share).build()?;
        Ok(Arc::new(RedisLimiter::new(self.client.clone(), bucket, local, self)))
    }
}

/// One node's share of a quota.
fn share(quota: Quota, nodes: u32) -> Quota {
    let period = quota.period.saturating_mul(nodes);
    Quota { period, burst: (quota.burst / nodes).max(1), ..quota }
}
