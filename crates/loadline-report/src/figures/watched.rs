//! What was watched beside the requests: the machine, processes, pages of metrics.

use loadline_core::Unit;
use loadline_core::window::watched::{self, TAG_SOURCE, unit_of};
use loadline_core::window::{Aggregate, Rollup, SeriesKey};

use crate::words;

/// A watched series over the whole run.
#[derive(Debug, Clone)]
pub(crate) struct Watched<'a> {
    pub(crate) key: &'a SeriesKey,
    /// Its name with its own labels: `requests_total{code="200"}`.
    pub(crate) label: String,
    /// Where it was read.
    pub(crate) source: String,
    pub(crate) aggregate: &'a Aggregate,
}

/// Every watched series, ordered by source, then name.
pub(crate) fn watched(whole: &Rollup) -> Vec<Watched<'_>> {
    let own = whole.series().filter(|(key, _)| key.tags.get(TAG_SOURCE).is_some());
    let mut rows: Vec<Watched<'_>> = own
        .map(|(key, aggregate)| Watched {
            key,
            label: series_label(key),
            source: key.tags.get(TAG_SOURCE).unwrap_or_default().to_owned(),
            aggregate,
        })
        .collect();
    rows.sort_by(|one, other| one.source.cmp(&other.source));
    rows
}

/// The name of a series with its labels, its source left out.
pub(crate) fn series_label(key: &SeriesKey) -> String {
    let labels: Vec<String> = key
        .tags
        .iter()
        .filter(|(name, _)| *name != TAG_SOURCE)
        .map(|(name, value)| format!("{name}=\"{}\"", words::plain(value)))
        .collect();
    if labels.is_empty() {
        key.metric.to_string()
    } else {
        format!("{}{{{}}}", key.metric, labels.join(","))
    }
}

/// The unit of a series: of a watched one what its table says, of a scraped one what its name ends in.
pub(crate) fn series_unit(name: &str) -> Unit {
    let name = name.strip_suffix("_total").unwrap_or(name);
    let suffixes = [
        ("_seconds", Unit::Time),
        ("_bytes", Unit::Bytes),
        ("_ratio", Unit::Share),
        ("_bytes_per_second", Unit::ByteRate),
    ];
    let ending = suffixes.into_iter().find(|(suffix, _)| name.ends_with(suffix));
    unit_of(name).or(ending.map(|(_, unit)| unit)).unwrap_or(Unit::Count)
}

/// What people call the resources that objectives speak of, and the rest of the machine.
const NAMES: [(&str, &str); 39] = [
    (watched::CPU, "CPU"),
    (watched::MEMORY, "memory"),
    (watched::MEMORY_BYTES, "memory"),
    (watched::DISK, "disk"),
    (watched::DISK_BYTES_PER_SECOND, "disk traffic"),
    (watched::NETWORK, "network"),
    (watched::NETWORK_BYTES_PER_SECOND, "network traffic"),
    (watched::POOL, "pool"),
    (watched::POOL_IN_USE, "pool connections at work"),
    (watched::CONNECTIONS, "database connections"),
    (watched::CONNECTIONS_SHARE, "database connections"),
    (watched::CACHE_HITS, "cache hits"),
    (watched::GC, "garbage collection"),
    (watched::TRANSACTIONS, "transactions"),
    (watched::SQL, "statements, p95"),
    (watched::SQL_MEAN, "statements, mean"),
    (watched::SQL_CALLS, "statements"),
    (watched::SQL_ERRORS, "errors of statements"),
    (watched::LAG, "replication lag"),
    (watched::CONNECTIONS_IN_TRANSACTION, "connections at rest in a transaction"),
    (watched::CONNECTIONS_WAITING, "connections that wait for a lock"),
    (watched::POOL_WAITING, "clients that wait for the pool"),
    (watched::HOST_CPU, "CPU"),
    (watched::HOST_CPU_STOLEN, "CPU stolen"),
    (watched::HOST_MEMORY, "memory"),
    (watched::HOST_MEMORY_BYTES, "memory"),
    (watched::HOST_LOAD, "load average"),
    (watched::DISK_READ_BYTES, "disk reads"),
    (watched::DISK_WRITTEN_BYTES, "disk writes"),
    (watched::NETWORK_RECEIVED_BYTES, "network received"),
    (watched::NETWORK_SENT_BYTES, "network sent"),
    (watched::PROCESS_CPU_CORES, "cores in use"),
    (watched::PROCESS_RESIDENT_BYTES, "resident memory"),
    (watched::PROCESS_OPEN_FILES, "open files"),
    (watched::PROCESS_THREADS, "threads"),
    (watched::PROCESS_COUNT, "processes"),
    (watched::PROCESS_READ_BYTES, "process disk reads"),
    (watched::PROCESS_WRITTEN_BYTES, "process disk writes"),
    (watched::CPU_THROTTLED, "CPU throttled"),
];

/// A watched series as people call it; a scraped one goes by its own name, between back-quotes.
pub(crate) fn series_name(key: &SeriesKey) -> String {
    let Some((_, words)) = NAMES.iter().find(|(name, _)| **name == *key.metric) else {
        return format!("`{}`", series_label(key));
    };
    // Of a database there is one series for each class of statements.
    match key.tags.get("class") {
        Some(class) => format!("{words}, {}", words::plain(class)),
        None => (*words).to_owned(),
    }
}

/// What people call a watched metric.
pub(crate) fn metric_words(metric: &str) -> String {
    let known = NAMES.iter().find(|(name, _)| *name == metric);
    words::capitalised(known.map_or(metric, |(_, words)| words))
}

/// A watched series with where it was read: `CPU of the process shop`.
pub(crate) fn resource_name(key: &SeriesKey) -> String {
    let source = key.tags.get(TAG_SOURCE).unwrap_or_default();
    format!("{}{}", series_name(key), source_words(source))
}

/// Where a figure was read, in words that follow its name.
pub(crate) fn source_words(source: &str) -> String {
    match source.split_once(':') {
        None if source == "host" => " of the machine".to_owned(),
        Some(("pid", pid)) => format!(" of process {pid}"),
        Some(("process", name)) => format!(" of the process `{name}`"),
        Some(("scrape", place)) => format!(" at {place}"),
        Some(("postgres" | "pgbouncer", place)) => format!(" at {place}"),
        Some(("log", path)) => format!(" in the log {path}"),
        _ if source.is_empty() => String::new(),
        _ => format!(" of `{source}`"),
    }
}

/// A watched series and where it was read, apart: `CPU`, `process shop`.
pub(crate) fn track_words(key: &SeriesKey) -> (String, String) {
    let own = series_name(key);
    let name = match own.strip_prefix('`') {
        Some(scraped) => scraped.trim_end_matches('`').to_owned(),
        None => words::capitalised(&own),
    };
    let source = key.tags.get(TAG_SOURCE).unwrap_or_default();
    let source = match source.split_once(':') {
        None if source == "host" => "machine".to_owned(),
        Some(("pid", pid)) => format!("process {pid}"),
        Some((kind @ "process", name)) => format!("{kind} {name}"),
        Some(("scrape", place)) => place.to_owned(),
        Some(("postgres", place)) => format!("PostgreSQL {place}"),
        Some(("pgbouncer", place)) => format!("PgBouncer {place}"),
        Some((kind @ "log", path)) => format!("{kind} {path}"),
        _ => source.to_owned(),
    };
    (name, source)
}
