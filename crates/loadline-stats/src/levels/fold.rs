//! A fold: what a level needs of its windows, added up.

use std::collections::BTreeMap;

use loadline_core::level::{
    GeneratorFigures, Level, LevelError, LevelResource, LevelTimes, LoadAxis,
};
use loadline_core::window::{SeriesKey, Window, names, watched};
use loadline_core::{Aggregate, Histogram, Promise, Tags};

use super::line::{Line, Mean, Slope};
use super::promised::{Judged, Promised};

/// Watched series kept for a level; the first ones by name.
const RESOURCES_MAX: usize = 64;
/// Kinds of error told apart.
const ERRORS_MAX: usize = 32;
/// What kinds beyond the bound are counted under.
const OTHER_ERRORS: &str = "other kinds";

/// What holds for every window of a run.
#[derive(Debug)]
pub(super) struct Frame {
    pub(super) started_ms: i64,
    pub(super) promises: Vec<Promise>,
    /// Whether the run finishes iterations; requests stand for them where nobody counted them.
    pub(super) counts_iterations: bool,
}

/// Windows of one level.
#[derive(Debug, Clone)]
pub(super) struct Fold {
    pub(super) start_ms: i64,
    pub(super) end_ms: i64,
    pub(super) covered_ms: u64,
    pub(super) low: f64,
    pub(super) high: f64,
    /// Load times seconds.
    load_seconds: f64,
    /// Time and load beyond what was achieved, window by window.
    shortfall: Line,
    /// Time and mean response time, window by window.
    response_line: Line,
    achieved: f64,
    requests: f64,
    failed: u64,
    errors: BTreeMap<String, u64>,
    resources: BTreeMap<SeriesKey, Aggregate>,
    response: Option<Aggregate>,
    service: Option<Aggregate>,
    lag: Option<Aggregate>,
    cpu: Option<Aggregate>,
    queue: Option<Aggregate>,
    dropped: Option<Aggregate>,
    late: Option<Aggregate>,
    promised: Vec<Promised>,
}

/// A level with what the search for the breaking point needs besides.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) level: Level,
    pub(super) judged: Vec<Judged>,
    /// Load beyond what was achieved, over the windows.
    pub(super) shortfall: Option<Mean>,
    pub(super) growth: Option<Slope>,
    /// Mean service time in seconds.
    pub(super) service_avg: Option<f64>,
    /// Share of arrivals that waited for a free user.
    pub(super) late_share: f64,
}

impl Fold {
    /// The fold of one window, at `load`.
    pub(super) fn of(window: &Window, load: f64, frame: &Frame) -> Self {
        let everything = Tags::default();
        let seconds = f64::from(window.length_ms.max(1)) / 1_000.0;
        let merged = |metric| window.merged(metric, &everything);
        let requests = counted(merged(names::HTTP_REQUESTS).as_ref()).unwrap_or_default();
        let iterations = counted(merged(names::ITERATIONS).as_ref()).unwrap_or_default();
        let achieved = if frame.counts_iterations { iterations } else { requests };
        let response = merged(names::RESPONSE_TIME);
        let at_seconds = (window.start_ms - frame.started_ms) as f64 / 1_000.0;
        let mut fold = Self {
            start_ms: window.start_ms,
            end_ms: window.end_ms(),
            covered_ms: u64::from(window.length_ms),
            low: load,
            high: load,
            load_seconds: load * seconds,
            shortfall: Line::default(),
            response_line: Line::default(),
            achieved,
            requests,
            failed: 0,
            errors: BTreeMap::new(),
            resources: BTreeMap::new(),
            service: merged(names::SERVICE_TIME),
            lag: merged(names::GENERATOR_LAG),
            cpu: merged(names::GENERATOR_CPU),
            queue: merged(names::GENERATOR_QUEUE),
            dropped: merged(names::DROPPED_ARRIVALS),
            late: merged(names::LATE_ARRIVALS),
            promised: vec![Promised::default(); frame.promises.len()],
            response,
        };
        fold.shortfall.observe(at_seconds, load - achieved / seconds);
        if let Some(mean) = mean(fold.response.as_ref()) {
            fold.response_line.observe(at_seconds, mean);
        }
        fold.read_series(window);
        for (promised, promise) in fold.promised.iter_mut().zip(&frame.promises) {
            promised.observe(promise, window);
        }
        fold
    }

    fn read_series(&mut self, window: &Window) {
        for (key, aggregate) in &window.series {
            match aggregate {
                Aggregate::Share(share) if &*key.metric == names::HTTP_ERRORS && share.hits > 0 => {
                    self.failed += share.hits;
                    add_error(&mut self.errors, error_kind(&key.tags), share.hits);
                }
                _ if self.resources.len() < RESOURCES_MAX && is_resource(key, aggregate) => {
                    self.resources.insert(key.clone(), aggregate.clone());
                }
                _ => {}
            }
        }
    }

    /// Adds what came later.
    pub(super) fn follow(&mut self, later: Self) {
        self.start_ms = self.start_ms.min(later.start_ms);
        self.end_ms = self.end_ms.max(later.end_ms);
        self.covered_ms += later.covered_ms;
        self.low = self.low.min(later.low);
        self.high = self.high.max(later.high);
        self.load_seconds += later.load_seconds;
        self.shortfall.merge(&later.shortfall);
        self.response_line.merge(&later.response_line);
        self.achieved += later.achieved;
        self.requests += later.requests;
        self.failed += later.failed;
        for (kind, count) in later.errors {
            add_error(&mut self.errors, kind, count);
        }
        for (key, aggregate) in later.resources {
            if let Some(own) = self.resources.get_mut(&key) {
                own.follow(&aggregate);
            } else if self.resources.len() < RESOURCES_MAX {
                self.resources.insert(key, aggregate);
            }
        }
        for (own, later) in [
            (&mut self.response, later.response),
            (&mut self.service, later.service),
            (&mut self.lag, later.lag),
            (&mut self.cpu, later.cpu),
            (&mut self.queue, later.queue),
            (&mut self.dropped, later.dropped),
            (&mut self.late, later.late),
        ] {
            follow(own, later);
        }
        for (own, later) in self.promised.iter_mut().zip(later.promised) {
            own.follow(later);
        }
    }

    /// The mean load over time.
    pub(super) fn load(&self) -> f64 {
        self.load_seconds / self.seconds()
    }

    pub(super) fn seconds(&self) -> f64 {
        self.covered_ms.max(1) as f64 / 1_000.0
    }

    /// The row of the table, without the signs.
    pub(super) fn row(&self, is_rising: bool, frame: &Frame) -> Row {
        let length_ms = u32::try_from(self.covered_ms).unwrap_or(u32::MAX);
        let judged = self.promised.iter().zip(&frame.promises);
        Row {
            level: self.level(is_rising, frame.started_ms),
            judged: judged.filter_map(|(own, promise)| own.judged(promise, length_ms)).collect(),
            shortfall: self.shortfall.mean(),
            growth: self.response_line.slope(),
            service_avg: mean(self.service.as_ref()),
            late_share: share(self.late.as_ref()).unwrap_or_default(),
        }
    }

    fn level(&self, is_rising: bool, started_ms: i64) -> Level {
        let at = |ms: i64| u64::try_from(ms - started_ms).unwrap_or_default();
        let mut errors: Vec<LevelError> = self
            .errors
            .iter()
            .map(|(kind, count)| LevelError { kind: kind.clone(), count: *count })
            .collect();
        errors.sort_by_key(|error| std::cmp::Reverse(error.count));
        Level {
            load: self.load(),
            load_low: self.low,
            load_high: self.high,
            is_ramp: self.high - self.low > 0.01 * self.high,
            is_rising,
            start_ms: at(self.start_ms),
            end_ms: at(self.end_ms),
            measured_seconds: self.seconds(),
            achieved_per_second: self.achieved / self.seconds(),
            requests: self.requests as u64,
            failed: self.failed,
            response: histogram(self.response.as_ref()).and_then(times),
            response_growth: self.response_line.slope().map(|slope| slope.value),
            errors,
            resources: self.resources.iter().filter_map(resource).collect(),
            generator: GeneratorFigures {
                lag_p99: histogram(self.lag.as_ref())
                    .and_then(|lag| lag.quantile(0.99))
                    .map(|lag| lag.value),
                cpu: gauge_mean(self.cpu.as_ref()),
                queue: gauge_mean(self.queue.as_ref()),
                dropped: share(self.dropped.as_ref()),
            },
            signs: Vec::new(),
        }
    }
}

/// The load of a window; none where there was none.
pub(super) fn load_of(window: &Window, axis: LoadAxis) -> Option<f64> {
    let metric = match axis {
        LoadAxis::OfferedRate => names::OFFERED_RATE,
        LoadAxis::Users => names::USERS,
    };
    match window.merged(metric, &Tags::default()) {
        Some(Aggregate::Gauge(gauge)) => Some(gauge.mean()).filter(|load| *load > 0.0),
        _ => None,
    }
}

/// Everything that is read off beside the test, the watching's own accounts left out.
fn is_resource(key: &SeriesKey, aggregate: &Aggregate) -> bool {
    let metric = &*key.metric;
    let is_own = matches!(
        metric,
        names::USERS
            | names::OFFERED_RATE
            | names::GENERATOR_CPU
            | names::GENERATOR_QUEUE
            | names::GENERATOR_MEMORY
            | watched::SCRAPE_SERIES
            | watched::SCRAPE_SERIES_LEFT_OUT
            | watched::WATCH_LOST
    );
    let is_level = match aggregate {
        Aggregate::Gauge(_) => true,
        Aggregate::Share(_) => watched::unit_of(metric).is_some(),
        Aggregate::Histogram(_) | Aggregate::Counter(_) => false,
    };
    is_level && !is_own
}

/// The generator's own word, with the status where an answer came.
fn error_kind(tags: &Tags) -> String {
    let kind = tags.get(names::TAG_ERROR).unwrap_or("failed");
    match tags.get(names::TAG_STATUS) {
        Some(status) if kind.ends_with("status") => format!("{kind} {status}"),
        Some(status) => format!("{kind} (status {status})"),
        None => kind.to_owned(),
    }
}

fn add_error(errors: &mut BTreeMap<String, u64>, kind: String, count: u64) {
    let is_room = errors.len() < ERRORS_MAX - 1 || errors.contains_key(&kind);
    *errors.entry(if is_room { kind } else { OTHER_ERRORS.to_owned() }).or_default() += count;
}

fn resource((series, aggregate): (&SeriesKey, &Aggregate)) -> Option<LevelResource> {
    let (mean, max) = match aggregate {
        Aggregate::Gauge(gauge) => (gauge.mean(), gauge.max),
        Aggregate::Share(share) => (share.fraction()?, share.fraction()?),
        _ => return None,
    };
    Some(LevelResource { series: series.clone(), mean, max })
}

fn times(histogram: &Histogram) -> Option<LevelTimes> {
    let quantiles = histogram.quantiles(&[0.5, 0.95, 0.99])?;
    Some(LevelTimes {
        avg: histogram.mean()?,
        p50: quantiles[0].value,
        p95: quantiles[1].value,
        p99: quantiles[2].value,
        max: histogram.max()?,
    })
}

fn follow(own: &mut Option<Aggregate>, later: Option<Aggregate>) {
    match (own, later) {
        (Some(own), Some(later)) => own.follow(&later),
        (own @ None, later) => *own = later,
        (Some(_), None) => {}
    }
}

fn counted(aggregate: Option<&Aggregate>) -> Option<f64> {
    match aggregate {
        Some(Aggregate::Counter(count)) => Some(*count),
        _ => None,
    }
}

fn histogram(aggregate: Option<&Aggregate>) -> Option<&Histogram> {
    match aggregate {
        Some(Aggregate::Histogram(histogram)) => Some(histogram),
        _ => None,
    }
}

fn mean(aggregate: Option<&Aggregate>) -> Option<f64> {
    histogram(aggregate)?.mean()
}

fn gauge_mean(aggregate: Option<&Aggregate>) -> Option<f64> {
    match aggregate {
        Some(Aggregate::Gauge(gauge)) => Some(gauge.mean()),
        _ => None,
    }
}

fn share(aggregate: Option<&Aggregate>) -> Option<f64> {
    match aggregate {
        Some(Aggregate::Share(share)) => share.fraction(),
        _ => None,
    }
}
