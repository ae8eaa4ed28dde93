//! A scenario: which function runs, and by which of the six executors.

use std::collections::BTreeMap;
use std::time::Duration;

/// One scenario; what was not written is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scenario {
    /// How its traffic is made.
    pub executor: Executor,
    /// `startTime`: how long after the beginning of the test it starts.
    pub start_time: Option<Duration>,
    /// `gracefulStop`: how long iterations may go on after its end.
    pub graceful_stop: Option<Duration>,
    /// `env`: variables over those of the test.
    pub env: Option<BTreeMap<String, String>>,
    /// `exec`: the exported function that users run.
    pub exec: Option<String>,
    /// `tags` of its samples.
    pub tags: Option<BTreeMap<String, String>>,
}

/// An executor with its fields; what was not written is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Executor {
    /// Iterations in all, shared by users as each is free.
    SharedIterations {
        /// `vus` (1)
        vus: Option<u64>,
        /// `iterations` (1)
        iterations: Option<u64>,
        /// `maxDuration` (10m)
        max_duration: Option<Duration>,
    },
    /// Iterations of each user.
    PerVuIterations {
        /// `vus` (1)
        vus: Option<u64>,
        /// `iterations` (1)
        iterations: Option<u64>,
        /// `maxDuration` (10m)
        max_duration: Option<Duration>,
    },
    /// A constant number of users.
    ConstantVus {
        /// `vus` (1)
        vus: Option<u64>,
        /// `duration`, required.
        duration: Option<Duration>,
    },
    /// Users over time.
    RampingVus {
        /// `startVUs` (1)
        start_vus: Option<u64>,
        /// `stages`, required.
        stages: Vec<Stage>,
        /// `gracefulRampDown` (30s)
        graceful_ramp_down: Option<Duration>,
    },
    /// A constant number of arrivals per `timeUnit`.
    ConstantArrivalRate {
        /// `rate`, required.
        rate: Option<u64>,
        /// `timeUnit` (1s)
        time_unit: Option<Duration>,
        /// `duration`, required.
        duration: Option<Duration>,
        /// `preAllocatedVUs`, required.
        pre_allocated_vus: Option<u64>,
        /// `maxVUs` (as many as `preAllocatedVUs`)
        max_vus: Option<u64>,
    },
    /// Arrivals per `timeUnit` over time.
    RampingArrivalRate {
        /// `startRate` (0)
        start_rate: Option<u64>,
        /// `timeUnit` (1s)
        time_unit: Option<Duration>,
        /// `stages`, required.
        stages: Vec<Stage>,
        /// `preAllocatedVUs`, required.
        pre_allocated_vus: Option<u64>,
        /// `maxVUs` (as many as `preAllocatedVUs`)
        max_vus: Option<u64>,
    },
}

/// The way from one level to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stage {
    /// `duration`
    pub duration: Duration,
    /// `target`: users, or arrivals per `timeUnit`.
    pub target: u64,
}

/// The six executors by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExecutorKind {
    /// `shared-iterations`
    SharedIterations,
    /// `per-vu-iterations`
    PerVuIterations,
    /// `constant-vus`
    ConstantVus,
    /// `ramping-vus`
    RampingVus,
    /// `constant-arrival-rate`
    ConstantArrivalRate,
    /// `ramping-arrival-rate`
    RampingArrivalRate,
}

impl ExecutorKind {
    /// All of them, in the order help and errors list them.
    pub const ALL: [Self; 6] = [
        Self::SharedIterations,
        Self::PerVuIterations,
        Self::ConstantVus,
        Self::RampingVus,
        Self::ConstantArrivalRate,
        Self::RampingArrivalRate,
    ];

    /// The name in options, and of `exec.scenario.executor`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::SharedIterations => "shared-iterations",
            Self::PerVuIterations => "per-vu-iterations",
            Self::ConstantVus => "constant-vus",
            Self::RampingVus => "ramping-vus",
            Self::ConstantArrivalRate => "constant-arrival-rate",
            Self::RampingArrivalRate => "ramping-arrival-rate",
        }
    }
}

impl Executor {
    /// Which of the six it is.
    pub const fn kind(&self) -> ExecutorKind {
        match self {
            Self::SharedIterations { .. } => ExecutorKind::SharedIterations,
            Self::PerVuIterations { .. } => ExecutorKind::PerVuIterations,
            Self::ConstantVus { .. } => ExecutorKind::ConstantVus,
            Self::RampingVus { .. } => ExecutorKind::RampingVus,
            Self::ConstantArrivalRate { .. } => ExecutorKind::ConstantArrivalRate,
            Self::RampingArrivalRate { .. } => ExecutorKind::RampingArrivalRate,
        }
    }
}

impl Scenario {
    /// A scenario of `executor` that says nothing else.
    pub const fn new(executor: Executor) -> Self {
        Self { executor, start_time: None, graceful_stop: None, env: None, exec: None, tags: None }
    }

    /// The exported function that users run.
    pub fn exec(&self) -> &str {
        self.exec.as_deref().unwrap_or("default")
    }

    /// How long after the beginning of the test it starts.
    pub fn start_time(&self) -> Duration {
        self.start_time.unwrap_or_default()
    }

    /// How long iterations may go on after its end.
    pub fn graceful_stop(&self) -> Duration {
        self.graceful_stop.unwrap_or(Duration::from_secs(30))
    }
}
