//! What a cluster is started and stopped with.
//!
//! Deliberately not here: the settings every test cluster has (`postmaster`).

use rustix::process::Signal;

/// How a cluster differs from the usual one of tests.
#[derive(Debug, Clone, Default)]
pub struct ClusterOptions {
    /// Settings of postgresql.conf, such as `("max_connections", "20")`. They win over the usual ones.
    pub settings: Vec<(String, String)>,
    /// Libraries to load at the start (`shared_preload_libraries`), such as `pg_stat_statements`.
    pub preload: Vec<String>,
    /// Wait for the disk at each commit, as production does; tests are quicker without.
    pub durable: bool,
}

/// How [`Cluster::stop`](super::Cluster::stop) stops it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StopMode {
    /// Waits until every client has left.
    Smart,
    /// Ends the clients' sessions in order.
    Fast,
    /// Ends at once, with recovery at the next start.
    Immediate,
}

impl StopMode {
    pub(super) fn signal(self) -> Signal {
        match self {
            Self::Smart => Signal::TERM,
            Self::Fast => Signal::INT,
            Self::Immediate => Signal::QUIT,
        }
    }
}
