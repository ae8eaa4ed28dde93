//! One row of the level table.

use crate::quantity::{Quantity, Rate};
use crate::window::SeriesKey;

/// Time below which a load was not held but passed through, in milliseconds.
pub const HOLD_MIN_MS: u64 = 5_000;

/// What the load of a run is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LoadAxis {
    /// Arrivals per second that the test offers, whether or not the answers keep up.
    OfferedRate,
    /// Users at work.
    Users,
}

impl LoadAxis {
    /// The load in words: `120/s`, `50 users`.
    pub fn text(self, load: f64) -> String {
        match self {
            Self::OfferedRate => Rate::per_second(load).rounded(),
            Self::Users => {
                let users = Quantity::Count(load).rounded();
                format!("{users} user{}", if users == "1" { "" } else { "s" })
            }
        }
    }
}

/// What was measured while the load stayed at one level, or within one range of a ramp.
#[derive(Debug, Clone, PartialEq)]
pub struct Level {
    /// The mean load: arrivals per second or users.
    pub load: f64,
    /// The lowest load within it; equal to the highest where the load was held.
    pub load_low: f64,
    /// The highest load within it.
    pub load_high: f64,
    /// Whether it is a range of a ramp, not a held load.
    pub is_ramp: bool,
    /// Whether the load came to it from below: the breaking point is read off these levels alone, since what
    /// comes after a higher load still bears its backlog.
    pub is_rising: bool,
    /// Where its measured part begins, in milliseconds from the run's start.
    pub start_ms: u64,
    /// Where it ends, in milliseconds from the run's start.
    pub end_ms: u64,
    /// The time measured in it, in seconds: what rates divide by. The transition to it is left out.
    pub measured_seconds: f64,
    /// Finished iterations per second: what the offered rate is held against.
    pub achieved_per_second: f64,
    /// Finished requests, failed ones included.
    pub requests: u64,
    /// Failed requests.
    pub failed: u64,
    /// Response time of all requests; none where no request had one.
    pub response: Option<LevelTimes>,
    /// Seconds by which the mean response time rose for each second of the level, read off a straight line;
    /// none with too few windows.
    pub response_growth: Option<f64>,
    /// Failed requests by kind, the most frequent first.
    pub errors: Vec<LevelError>,
    /// Watched levels of the machine, processes and service, by series.
    pub resources: Vec<LevelResource>,
    /// How the generator fared.
    pub generator: GeneratorFigures,
    /// What speaks against the level; empty when it held.
    pub signs: Vec<Sign>,
}

impl Level {
    /// Finished requests per second.
    pub fn requests_per_second(&self) -> f64 {
        if self.measured_seconds > 0.0 { self.requests as f64 / self.measured_seconds } else { 0.0 }
    }

    /// Failed requests as a fraction of all; none without requests.
    pub fn failed_share(&self) -> Option<f64> {
        (self.requests > 0).then(|| self.failed as f64 / self.requests as f64)
    }

    /// Whether the target kept up and kept its promises. A generator past its limits does not make a level bad
    /// by itself: it makes what else is wrong doubtful.
    pub fn is_good(&self) -> bool {
        self.signs.iter().all(|sign| matches!(sign, Sign::Generator { .. }))
    }

    /// What it is called: `120/s`, `50 users`, `100/s to 120/s`.
    pub fn label(&self, axis: LoadAxis) -> String {
        if self.is_ramp {
            format!("{} to {}", axis.text(self.load_low), axis.text(self.load_high))
        } else {
            axis.text(self.load)
        }
    }
}

/// Response times of a level, in seconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LevelTimes {
    /// The arithmetic mean.
    pub avg: f64,
    /// The median.
    pub p50: f64,
    /// The 95th percentile.
    pub p95: f64,
    /// The 99th percentile.
    pub p99: f64,
    /// The longest.
    pub max: f64,
}

/// Failed requests of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LevelError {
    /// The kind, as the generator calls it, with the status where there is one.
    pub kind: String,
    /// How many.
    pub count: u64,
}

/// A watched level while the load was at one level.
#[derive(Debug, Clone, PartialEq)]
pub struct LevelResource {
    /// The series it was read from.
    pub series: SeriesKey,
    /// The mean of all readings.
    pub mean: f64,
    /// The highest reading.
    pub max: f64,
}

/// The generator's own figures at a level; each is none where it was not measured.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct GeneratorFigures {
    /// The 99th percentile of its lag, in seconds.
    pub lag_p99: Option<f64>,
    /// Share of their cores that its threads used, on average.
    pub cpu: Option<f64>,
    /// Share of time its threads waited for a core, on average.
    pub queue: Option<f64>,
    /// Share of arrivals it gave up.
    pub dropped: Option<f64>,
}

/// An objective that a level missed.
#[derive(Debug, Clone, PartialEq)]
pub struct MissedObjective {
    /// Its sentence.
    pub sentence: String,
    /// The figure it was judged by.
    pub figure: Quantity,
}

/// Why a level did not hold.
#[derive(Debug, Clone, PartialEq)]
pub enum Sign {
    /// Fewer arrivals were finished than offered.
    NotFollowed {
        /// The part of the offer that was not finished, 0 to 1.
        shortfall: f64,
    },
    /// More users brought hardly more throughput.
    Flat {
        /// The gain in throughput, as a share of what the first users brought.
        gain: f64,
    },
    /// Response time rose throughout the level: a queue grew.
    QueueGrew {
        /// Seconds of response time gained in each second.
        growth: f64,
    },
    /// Too many requests failed.
    Errors {
        /// The share that failed.
        share: f64,
    },
    /// An objective of the run was missed.
    Missed(MissedObjective),
    /// The generator passed its own limits: what else is wrong may be its doing.
    Generator {
        /// The limit it passed, in words.
        limit: String,
    },
}
