//! A load test in a few lines, for tests written in Rust.
//!
//! A URL or a scenario comes in with users or a rate and a length; throughput, latency, error share and memory
//! growth come out, and any objective can be judged. The command line has everything else.

use std::time::Duration;

use loadline_core::objective::{Objective, ObjectiveError};
use loadline_core::traffic::{Spacing, Traffic, TrafficError};
use loadline_core::window::{Aggregate, Gauge, Rollup, SeriesKey, names, watched};
use loadline_core::{Judge, Origin, Promise, Quantity, Rate, Span, Tags, Verdict, Window};

use crate::generator::resident_bytes_of;
use crate::run::{LoadTest, Progress, RunError, StopSignal, run};
use crate::{FlowError, FlowScenario};

/// Seconds measured unless something else is asked for.
const LENGTH: Duration = Duration::from_secs(10);

/// A load test about to be run.
///
/// ```
/// # use std::time::Duration;
/// use loadline_load::Run;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # use loadline_testkit::{AfterAnswer, CannedServer};
/// # let server = CannedServer::start("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok", AfterAnswer::KeepAlive)?;
/// # let url = server.url("/");
/// let measured = Run::get(&url)?.users(4).length(Duration::from_millis(500)).go()?;
///
/// assert!(measured.throughput() > 10.0, "{} requests a second", measured.throughput());
/// assert!(measured.p95().is_some_and(|p95| p95 < Duration::from_millis(500)));
/// assert_eq!(measured.error_share(), Some(0.0));
/// assert_eq!(measured.judge("http p99 < 1s")?.outcome, loadline_core::Outcome::Met);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Run {
    scenario: FlowScenario,
    load: Load,
    length: Duration,
    threads: usize,
    process: u32,
}

#[derive(Debug, Clone, Copy)]
enum Load {
    Users(u32),
    Rate(f64),
}

/// What a run measured.
#[derive(Debug, Clone)]
pub struct Measured {
    whole: Rollup,
    windows: Vec<Window>,
}

/// A run that did not take place.
#[derive(Debug, thiserror::Error)]
pub enum QuickError {
    /// The target is no URL, or a flow cannot be driven.
    #[error(transparent)]
    Flow(#[from] FlowError),
    /// The traffic is out of bounds.
    #[error(transparent)]
    Traffic(#[from] TrafficError),
    /// The generator could not run.
    #[error(transparent)]
    Run(#[from] RunError),
}

impl Run {
    /// Users that GET `url` again and again: one user for ten seconds, unless told otherwise.
    ///
    /// # Errors
    /// When it is no URL.
    pub fn get(url: &str) -> Result<Self, QuickError> {
        Ok(Self::of(FlowScenario::of_url(url, &[])?))
    }

    /// Users that follow a scenario, such as a flow of a `loadline.yaml`.
    pub fn of(scenario: FlowScenario) -> Self {
        let process = std::process::id();
        Self { scenario, load: Load::Users(1), length: LENGTH, threads: 1, process }
    }

    /// That many users, each starting its next iteration when the last one ended.
    #[must_use]
    pub const fn users(mut self, users: u32) -> Self {
        self.load = Load::Users(users);
        self
    }

    /// That many iterations per second, whether or not answers keep up.
    #[must_use]
    pub const fn rate(mut self, per_second: f64) -> Self {
        self.load = Load::Rate(per_second);
        self
    }

    /// How long.
    #[must_use]
    pub const fn length(mut self, length: Duration) -> Self {
        self.length = length;
        self
    }

    /// Threads that drive the load; one unless told otherwise, so that the service has the rest.
    #[must_use]
    pub const fn threads(mut self, threads: usize) -> Self {
        self.threads = threads;
        self
    }

    /// The process whose memory is watched; this one unless told otherwise, where the service under test often
    /// runs on a thread.
    #[must_use]
    pub const fn process(mut self, pid: u32) -> Self {
        self.process = pid;
        self
    }

    /// Runs it to its end.
    ///
    /// # Errors
    /// When the users, the rate or the length are out of bounds, or the generator cannot run.
    pub fn go(self) -> Result<Measured, QuickError> {
        let length = Span::from(self.length);
        let traffic = match self.load {
            Load::Users(users) => Traffic::constant_users(users, length)?,
            Load::Rate(rate) => {
                Traffic::constant_rate(Rate::per_second(rate), length, Spacing::Even)?
            }
        };
        let test = LoadTest { threads: self.threads.max(1), ..LoadTest::new(traffic) };
        let mut windows: Vec<Window> = Vec::new();
        let mut observer = |window: &Window, _: Progress| {
            let mut window = window.clone();
            if let Some(bytes) = resident_bytes_of(self.process) {
                let gauge = Aggregate::Gauge(Gauge::reading(bytes));
                window.series.insert(SeriesKey::bare(watched::MEMORY_BYTES), gauge);
            }
            windows.push(window);
        };
        run(test, self.scenario, &StopSignal::default(), &mut observer)?;
        Ok(Measured { whole: windows.iter().collect(), windows })
    }
}

impl Measured {
    /// Finished requests per second.
    pub fn throughput(&self) -> f64 {
        match self.whole.merged(names::HTTP_REQUESTS, &Tags::default()) {
            Some(Aggregate::Counter(count)) => count / self.whole.seconds(),
            _ => 0.0,
        }
    }

    /// A quantile of the response time, such as 0.95; none when no request was answered.
    pub fn quantile(&self, q: f64) -> Option<Duration> {
        match self.whole.merged(names::RESPONSE_TIME, &Tags::default()) {
            Some(Aggregate::Histogram(times)) => {
                times.quantile(q).map(|estimate| Duration::from_secs_f64(estimate.value))
            }
            _ => None,
        }
    }

    /// The 95th percentile of the response time.
    pub fn p95(&self) -> Option<Duration> {
        self.quantile(0.95)
    }

    /// Failed requests as a fraction of all; none when there was no request.
    pub fn error_share(&self) -> Option<f64> {
        match self.whole.merged(names::HTTP_ERRORS, &Tags::default()) {
            Some(Aggregate::Share(share)) => share.fraction(),
            _ => None,
        }
    }

    /// By what fraction the line through all readings of resident memory rose; none with too few readings.
    pub fn memory_growth(&self) -> Option<f64> {
        let sentence = format!("{} growth < 10%", watched::MEMORY_BYTES);
        let verdict = self.judge(&sentence).ok()?;
        verdict.figure.map(Quantity::base)
    }

    /// What becomes of an objective: `http p95 < 200ms`.
    ///
    /// # Errors
    /// When the sentence cannot be read.
    pub fn judge(&self, sentence: &str) -> Result<Verdict, ObjectiveError> {
        let objective: Objective = sentence.parse()?;
        let mut judge = Judge::new([Promise { objective, origin: Origin::CommandLine }]);
        self.windows.iter().for_each(|window| judge.observe(window));
        Ok(judge.verdicts().remove(0))
    }

    /// Everything measured, one window a second; they are held in memory, a few kilobytes each.
    pub fn windows(&self) -> &[Window] {
        &self.windows
    }
}
