//! The built-in metrics: the words an objective may use, what they are read from, who can measure them.
//!
//! One row a metric. Any other single word is a metric by its own name: it is looked for among the series
//! as it stands, and its unit is the one of the quantity it is compared with.

use super::statistic::Statistic;
use crate::quantity::Unit;
use crate::window::{names, watched};

/// What a metric's figures are read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// The histogram series of that name.
    Histogram(&'static str),
    /// The rate series of that name, as a share.
    Share(&'static str),
    /// The counter series of that name, per second unless `count` is asked for.
    Counter(&'static str),
    /// The gauge series of that name.
    Gauge(&'static str),
}

impl Reading {
    /// The name of the series.
    pub const fn series(self) -> &'static str {
        match self {
            Self::Histogram(name) | Self::Share(name) | Self::Counter(name) | Self::Gauge(name) => {
                name
            }
        }
    }
}

/// Who can measure a metric.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measured {
    /// Every load test, by itself.
    ByTest,
    /// A test that also reads the machine or service under load; the text says how.
    BesideTest(&'static str),
    /// Only a standing watch over production, or a drill; the text says how.
    OutsideTest(&'static str),
}

/// One built-in metric.
#[derive(Debug, Clone, Copy)]
pub struct MetricInfo {
    /// The name in sentences.
    pub name: &'static str,
    /// The kind of its figures.
    pub unit: Unit,
    /// The figure meant when a sentence names none.
    pub default: Statistic,
    /// What it is read from.
    pub reading: Reading,
    /// Who can measure it.
    pub measured: Measured,
    /// One line for help.
    pub meaning: &'static str,
}

impl MetricInfo {
    /// What is read where a sentence asks for `statistic` and compares it with a quantity of `unit`: some levels are
    /// known both as a share and as an amount, and a database counts its statements and their time without keeping
    /// each of them.
    pub fn reading_in(&self, statistic: Option<Statistic>, unit: Unit) -> Reading {
        match (self.name, statistic) {
            ("sql", Some(Statistic::Avg)) => return Reading::Gauge(watched::SQL_MEAN),
            ("sql", Some(Statistic::Count | Statistic::Rate)) => {
                return Reading::Counter(watched::SQL_CALLS);
            }
            _ => {}
        }
        Reading::Gauge(match (self.name, unit) {
            ("memory", Unit::Bytes) => watched::MEMORY_BYTES,
            ("disk", Unit::ByteRate) => watched::DISK_BYTES_PER_SECOND,
            ("network", Unit::ByteRate) => watched::NETWORK_BYTES_PER_SECOND,
            ("pool", Unit::Count) => watched::POOL_IN_USE,
            ("connections", Unit::Share) => watched::CONNECTIONS_SHARE,
            _ => return self.reading,
        })
    }

    /// Who can measure `statistic` of it.
    pub fn measured_by(&self, statistic: Option<Statistic>) -> Measured {
        match (self.name, statistic) {
            ("sql", Some(Statistic::Avg | Statistic::Count | Statistic::Rate)) => {
                BesideTest(DATABASE)
            }
            _ => self.measured,
        }
    }
}

const WATCH: &str = "a load test cannot measure it; it takes a standing watch over production";
const DRILL: &str = "a load test cannot measure it; it takes a timed restore drill";
const TARGET: &str = "needs readings from the machine or process under load";
const DATABASE: &str = "needs readings from the database";
const LOG: &str =
    "needs the times of statements from the database's log; statistics hold their mean only";
const RUNTIME: &str = "needs readings from the service's runtime";
const BROWSER: &str = "needs a page load in a browser";

/// Latency-like rows: time, judged at the 95th percentile unless said otherwise.
const fn time(
    name: &'static str,
    series: &'static str,
    measured: Measured,
    meaning: &'static str,
) -> MetricInfo {
    let (default, reading) = (Statistic::Percentile(95.0), Reading::Histogram(series));
    MetricInfo { name, unit: Unit::Time, default, reading, measured, meaning }
}

/// Shares of occurrences.
const fn share(
    name: &'static str,
    series: &'static str,
    measured: Measured,
    meaning: &'static str,
) -> MetricInfo {
    let (default, reading) = (Statistic::Value, Reading::Share(series));
    MetricInfo { name, unit: Unit::Share, default, reading, measured, meaning }
}

/// Occurrences per second.
const fn counter(
    name: &'static str,
    series: &'static str,
    measured: Measured,
    meaning: &'static str,
) -> MetricInfo {
    let (default, reading) = (Statistic::Rate, Reading::Counter(series));
    MetricInfo { name, unit: Unit::Rate, default, reading, measured, meaning }
}

/// Levels that are read off from time to time.
const fn gauge(
    name: &'static str,
    series: &'static str,
    unit: Unit,
    measured: Measured,
    meaning: &'static str,
) -> MetricInfo {
    let (default, reading) = (Statistic::Avg, Reading::Gauge(series));
    MetricInfo { name, unit, default, reading, measured, meaning }
}

use Measured::{BesideTest, ByTest, OutsideTest};

/// All built-in metrics, in the order help lists them.
pub const CATALOGUE: &[MetricInfo] = &[
    time(
        "http",
        names::RESPONSE_TIME,
        ByTest,
        "response time of HTTP requests, from the intended start",
    ),
    time(
        "http service",
        names::SERVICE_TIME,
        ByTest,
        "service time of HTTP requests, from the actual start",
    ),
    share("http errors", names::HTTP_ERRORS, ByTest, "share of HTTP requests that failed"),
    counter("http rate", names::HTTP_REQUESTS, ByTest, "HTTP requests per second"),
    counter("iterations", names::ITERATIONS, ByTest, "finished iterations per second"),
    time("iteration", names::ITERATION_TIME, ByTest, "length of an iteration"),
    share("checks", names::CHECKS, ByTest, "share of checks that held"),
    time(
        "websocket",
        names::WEBSOCKET_REPLY_TIME,
        ByTest,
        "time from a message over a WebSocket to the expected reply",
    ),
    counter(
        "websocket rate",
        names::WEBSOCKET_MESSAGES_RECEIVED,
        ByTest,
        "messages received over WebSockets per second",
    ),
    share(
        "websocket errors",
        names::WEBSOCKET_ERRORS,
        ByTest,
        "share of WebSockets that did not end as meant",
    ),
    time(
        "websocket session",
        names::WEBSOCKET_SESSION_TIME,
        ByTest,
        "time from the opening of a WebSocket to its end",
    ),
    gauge("websockets", names::WEBSOCKETS_OPEN, Unit::Count, ByTest, "open WebSockets"),
    counter("events", names::EVENTS_RECEIVED, ByTest, "server-sent events received per second"),
    time("first event", names::EVENT_FIRST_TIME, ByTest, "time to the first server-sent event"),
    time("event gap", names::EVENT_GAP_TIME, ByTest, "time between two server-sent events"),
    share(
        "event errors",
        names::EVENT_ERRORS,
        ByTest,
        "share of streams of events that did not end as meant",
    ),
    gauge("users", names::USERS, Unit::Count, ByTest, "virtual users at work"),
    counter("received", names::BYTES_RECEIVED, ByTest, "bytes received per second"),
    counter("sent", names::BYTES_SENT, ByTest, "bytes sent per second"),
    time("generator lag", names::GENERATOR_LAG, ByTest, "how late the generator released arrivals"),
    gauge(
        "generator cpu",
        names::GENERATOR_CPU,
        Unit::Share,
        ByTest,
        "CPU used by the generator's threads, of their cores",
    ),
    gauge(
        "generator queue",
        names::GENERATOR_QUEUE,
        Unit::Share,
        ByTest,
        "time the generator's threads waited for a core",
    ),
    share("dropped arrivals", names::DROPPED_ARRIVALS, ByTest, "share of arrivals never sent"),
    share(
        "late arrivals",
        names::LATE_ARRIVALS,
        ByTest,
        "share of arrivals that waited for a free user",
    ),
    gauge("cpu", watched::CPU, Unit::Share, BesideTest(TARGET), "CPU in use"),
    gauge(
        "memory",
        watched::MEMORY,
        Unit::Share,
        BesideTest(TARGET),
        "memory in use, as a share or in bytes",
    ),
    gauge("disk", watched::DISK, Unit::Share, BesideTest(TARGET), "disk I/O in use"),
    gauge("network", watched::NETWORK, Unit::Share, BesideTest(TARGET), "bandwidth in use"),
    gauge("pool", watched::POOL, Unit::Share, BesideTest(RUNTIME), "connection pool in use"),
    gauge(
        "connections",
        watched::CONNECTIONS,
        Unit::Count,
        BesideTest(DATABASE),
        "open database connections",
    ),
    share(
        "cache hits",
        watched::CACHE_HITS,
        BesideTest(RUNTIME),
        "share of look-ups that the cache answered",
    ),
    gauge("gc", watched::GC, Unit::Share, BesideTest(RUNTIME), "CPU spent collecting garbage"),
    time("pauses", "pauses", BesideTest(RUNTIME), "pauses of the runtime"),
    time("sql", watched::SQL, BesideTest(LOG), "database statements"),
    counter(
        "transactions",
        watched::TRANSACTIONS,
        BesideTest(DATABASE),
        "database transactions per second",
    ),
    time("call", "call", BesideTest(RUNTIME), "calls to other services"),
    time("job", "job", BesideTest(RUNTIME), "background jobs"),
    counter("batch", "batch", BesideTest(RUNTIME), "bytes a batch job gets through per second"),
    time("page", "page", BesideTest(BROWSER), "page load in a browser"),
    time("upload", "upload", BesideTest(RUNTIME), "uploads, transfer time left out"),
    gauge("lag", watched::LAG, Unit::Time, BesideTest(DATABASE), "replication lag"),
    gauge("uptime", "uptime", Unit::Share, OutsideTest(WATCH), "time in service"),
    time("recovery", "recovery", OutsideTest(WATCH), "from outage to service"),
    time("restore", "restore", OutsideTest(DRILL), "restore from backup"),
    gauge(
        "data loss",
        "data_loss",
        Unit::Bytes,
        OutsideTest(DRILL),
        "data missing after a restore",
    ),
];

/// The row of a built-in metric.
pub fn metric_info(name: &str) -> Option<&'static MetricInfo> {
    CATALOGUE.iter().find(|info| info.name == name)
}

/// The built-in metric whose name is nearest to one of the texts, if it is at most that many letters away.
pub fn metric_like(texts: &[&str], distance_max: usize) -> Option<&'static MetricInfo> {
    let distance = |info: &MetricInfo| {
        let each = texts.iter().map(|text| strsim::damerau_levenshtein(info.name, text));
        each.min().unwrap_or(usize::MAX)
    };
    let nearest = CATALOGUE.iter().min_by_key(|info| distance(info))?;
    (distance(nearest) <= distance_max).then_some(nearest)
}
