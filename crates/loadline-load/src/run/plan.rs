//! What to run: everything a run needs besides its users.

use std::time::Duration;

use loadline_core::traffic::{Think, Traffic};

use crate::transport::{NetworkOptions, TlsError};

/// A load test, ready to be run.
#[derive(Debug, Clone)]
pub struct LoadTest {
    /// What traffic to drive.
    pub traffic: Traffic,
    /// The pause between a user's iterations; open tests have none.
    pub think: Think,
    /// Threads that drive it: at least one, and no more than there are shared connections.
    pub threads: usize,
    /// Users an open test may have at once.
    pub users_max: u32,
    /// Arrivals that may wait for a free user.
    pub late_max: usize,
    /// How long iterations may go on after the end.
    pub graceful_stop: Duration,
    /// How connections behave.
    pub network: NetworkOptions,
    /// Where random choices come from: the same seed makes the same choices.
    pub seed: u64,
}

impl LoadTest {
    /// A test of `traffic` on all cores with the defaults of everything else.
    pub fn new(traffic: Traffic) -> Self {
        Self {
            traffic,
            think: Think::None,
            threads: std::thread::available_parallelism().map_or(1, usize::from),
            users_max: 1_000,
            late_max: 1_000_000,
            graceful_stop: Duration::from_secs(30),
            network: NetworkOptions::default(),
            seed: 0,
        }
    }
}

/// A run that could not begin, or lost a thread.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// TLS could not be set up.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// A thread could not be started, or its runtime could not.
    #[error("start a thread of the generator: {0}")]
    Thread(#[from] std::io::Error),
    /// A thread ended before its time.
    #[error("a thread of the generator died")]
    ThreadDied,
}
