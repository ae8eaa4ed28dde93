//! What to run: everything a run needs besides its users.

use std::time::Duration;

use loadline_core::traffic::{Segment, Think, Traffic};

use crate::transport::{NetworkOptions, TlsError};

/// A load test, ready to be run.
#[derive(Debug, Clone)]
pub struct LoadTest {
    /// What it drives, side by side; at least one.
    pub loads: Vec<Load>,
    /// Threads that drive it: at least one, and no more than there are shared connections.
    pub threads: usize,
    /// How long iterations may go on after the end.
    pub graceful_stop: Duration,
    /// How connections behave.
    pub network: NetworkOptions,
    /// Where random choices come from: the same seed makes the same choices.
    pub seed: u64,
    /// Which part of the whole is driven here, where several generators share it.
    pub segment: Option<Segment>,
}

/// One of the loads that a test drives side by side.
#[derive(Debug, Clone)]
pub struct Load {
    /// What traffic to drive.
    pub traffic: Traffic,
    /// The pause between a user's iterations; open loads have none.
    pub think: Think,
    /// Users an open load may have at once.
    pub users_max: u32,
    /// Users an open load has from the beginning; those it needs besides come as they are needed.
    pub users_prepared: u32,
    /// What becomes of an arrival for which no user is free.
    pub on_busy: OnBusy,
    /// Arrivals that may wait for a free user.
    pub late_max: usize,
    /// Whether the first arrival of an open load is due once the rate has made up for one, instead of at the
    /// very beginning.
    pub begins_with_gap: bool,
    /// How long iterations may go on after the load's end, where that differs from the test's.
    pub graceful_stop: Option<Duration>,
    /// How long an iteration may go on when its user is told to leave by a ramp; as long as it takes without.
    pub graceful_ramp_down: Option<Duration>,
    /// How long after the beginning of the test it starts.
    pub after: Duration,
}

/// What becomes of an arrival for which no user is free.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OnBusy {
    /// A user is made for it at once while there may be more; else it waits, and keeps the moment it was due.
    #[default]
    Wait,
    /// It is dropped and never made up for. While there may be more users, one is made meanwhile that serves
    /// later arrivals; one at a time.
    Drop,
}

impl LoadTest {
    /// A test of `traffic` on all cores with the defaults of everything else.
    pub fn new(traffic: Traffic) -> Self {
        Self::of(vec![Load::new(traffic)])
    }

    /// A test of these loads on all cores with the defaults of everything else.
    pub fn of(loads: Vec<Load>) -> Self {
        Self {
            loads,
            threads: std::thread::available_parallelism().map_or(1, usize::from),
            graceful_stop: Duration::from_secs(30),
            network: NetworkOptions::default(),
            seed: 0,
            segment: None,
        }
    }

    /// How long it is planned to take, without the graceful end.
    pub fn length(&self) -> Duration {
        self.loads.iter().map(Load::end).max().unwrap_or_default()
    }

    /// The same test with every load changed.
    #[must_use]
    pub fn with(mut self, change: impl FnMut(&mut Load)) -> Self {
        self.loads.iter_mut().for_each(change);
        self
    }
}

impl Load {
    /// A load of `traffic` from the beginning, with the defaults of everything else.
    pub fn new(traffic: Traffic) -> Self {
        Self {
            traffic,
            think: Think::None,
            users_max: 1_000,
            users_prepared: 0,
            on_busy: OnBusy::Wait,
            late_max: 1_000_000,
            begins_with_gap: false,
            graceful_stop: None,
            graceful_ramp_down: None,
            after: Duration::ZERO,
        }
    }

    /// When it ends, from the beginning of the test.
    pub fn end(&self) -> Duration {
        self.after + self.traffic.length().duration()
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
