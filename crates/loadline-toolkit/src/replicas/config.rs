//! [`RouterBuilder`]: the servers, how reads are spread over them, and the bounds.

use super::{Balance, ConfigError, Node, ReplicaRouter};
use std::{collections::HashSet, time::Duration};
use tokio::runtime::Handle;

/// Replicas of one router at most: each read looks at all of them.
const REPLICAS_MAX: usize = 64;

/// What a router is told before it runs.
///
/// | | unless set |
/// |---|---|
/// | balance | round robin |
/// | longest lag | 10 s |
/// | wait for what a session wrote | 200 ms |
/// | wait for a replica's connection | 500 ms |
/// | a look at each server | every 500 ms, for 1 s at most |
#[derive(Debug)]
#[must_use]
pub struct RouterBuilder<N> {
    primary: N,
    replicas: Vec<(String, N)>,
    config: Config,
}

/// The settings themselves.
#[derive(Debug, Clone, Copy)]
pub(super) struct Config {
    pub(super) balance: Balance,
    pub(super) max_lag: Duration,
    pub(super) catch_up: Duration,
    pub(super) fail_over_after: Duration,
    pub(super) probe_every: Duration,
    pub(super) probe_timeout: Duration,
}

impl<N: Node> RouterBuilder<N> {
    pub(super) const fn new(primary: N) -> Self {
        let config = Config {
            balance: Balance::RoundRobin,
            max_lag: Duration::from_secs(10),
            catch_up: Duration::from_millis(200),
            fail_over_after: Duration::from_millis(500),
            probe_every: Duration::from_millis(500),
            probe_timeout: Duration::from_secs(1),
        };
        Self { primary, replicas: Vec::new(), config }
    }

    /// One more replica; the name stands in figures and logs.
    pub fn replica(mut self, name: impl Into<String>, node: N) -> Self {
        self.replicas.push((name.into(), node));
        self
    }

    /// How reads are spread over the replicas.
    pub const fn balance(mut self, balance: Balance) -> Self {
        self.config.balance = balance;
        self
    }

    /// A replica further behind than this gets no reads. Lag is known to within one look at the servers.
    pub const fn max_lag(mut self, lag: Duration) -> Self {
        self.config.max_lag = lag;
        self
    }

    /// The longest a read waits for a replica that has what its session wrote; then it goes to the primary. Zero: it
    /// does not wait.
    pub const fn catch_up(mut self, wait: Duration) -> Self {
        self.config.catch_up = wait;
        self
    }

    /// The longest a read waits for one replica's connection before it tries the next server.
    pub const fn fail_over_after(mut self, wait: Duration) -> Self {
        self.config.fail_over_after = wait;
        self
    }

    /// How often each server is asked how far it is.
    pub const fn probe_every(mut self, period: Duration) -> Self {
        self.config.probe_every = period;
        self
    }

    /// The longest that may take; a server that takes longer is down.
    pub const fn probe_timeout(mut self, timeout: Duration) -> Self {
        self.config.probe_timeout = timeout;
        self
    }

    /// Starts the router in the tokio runtime it is called in. Until a replica has answered for the first time, reads go
    /// to the primary.
    ///
    /// # Errors
    /// A [`ConfigError`] that names the setting, or that there is no runtime.
    pub fn build(self) -> Result<ReplicaRouter<N>, ConfigError> {
        let config = self.config;
        let positive = [
            ("max_lag", config.max_lag),
            ("fail_over_after", config.fail_over_after),
            ("probe_every", config.probe_every),
            ("probe_timeout", config.probe_timeout),
        ];
        if let Some((setting, _)) = positive.into_iter().find(|(_, duration)| duration.is_zero()) {
            return Err(ConfigError::ZeroDuration { setting });
        }
        if self.replicas.len() > REPLICAS_MAX {
            return Err(ConfigError::TooManyReplicas {
                replicas: self.replicas.len(),
                most: REPLICAS_MAX,
            });
        }
        let mut names = HashSet::new();
        if let Some((name, _)) = self.replicas.iter().find(|(name, _)| !names.insert(name.as_str()))
        {
            return Err(ConfigError::DuplicateName { name: name.clone() });
        }
        let runtime = Handle::try_current().map_err(|_absent| ConfigError::NoRuntime)?;
        Ok(ReplicaRouter::start(self.primary, self.replicas, config, &runtime))
    }
}
