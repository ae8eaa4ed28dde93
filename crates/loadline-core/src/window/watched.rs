//! The names of the series that are read beside a load test: from the machine, from processes, from the
//! service's own page of metrics.
//!
//! Whoever reads them emits them under these names; `docs/reference/watched.md` says where each is read. The
//! first group is what objectives speak of (`cpu`, `memory`, …): one judged source at a time gives it, the
//! process where one is watched, else the machine. Times are in seconds, sizes in bytes, shares from 0 to 1.

use crate::quantity::Unit;

/// Gauge, share: CPU in use, of what the judged process or machine may use.
pub const CPU: &str = "cpu";
/// Gauge, share: memory in use, of what the judged process or machine may use.
pub const MEMORY: &str = "memory";
/// Gauge, bytes: memory in use by the judged process or machine.
pub const MEMORY_BYTES: &str = "memory_bytes";
/// Gauge, share: time the machine's busiest disk was at work.
pub const DISK: &str = "disk";
/// Gauge, bytes per second: read from and written to all disks.
pub const DISK_BYTES_PER_SECOND: &str = "disk_bytes_per_second";
/// Gauge, share: the busier direction of the machine's busiest link, of its speed.
pub const NETWORK: &str = "network";
/// Gauge, bytes per second: received and sent over all links but loopback.
pub const NETWORK_BYTES_PER_SECOND: &str = "network_bytes_per_second";
/// Gauge, share: connections of a pool at work, of the most it may have.
pub const POOL: &str = "pool";
/// Gauge, count: connections of a pool at work.
pub const POOL_IN_USE: &str = "pool_in_use";
/// Gauge, count: open database connections.
pub const CONNECTIONS: &str = "connections";
/// Gauge, share: open database connections, of the most the server allows.
pub const CONNECTIONS_SHARE: &str = "connections_share";
/// Share: look-ups that a cache answered.
pub const CACHE_HITS: &str = "cache_hits";
/// Gauge, share: time spent collecting garbage.
pub const GC: &str = "gc";
/// Counter: database transactions.
pub const TRANSACTIONS: &str = "transactions";
/// Histogram, seconds, tag `class`: statements of a database, one by one, as its log has them.
pub const SQL: &str = "sql";
/// Gauge, seconds, tag `class`: the mean of the statements that ended; its sum is their time and its count how many
/// they were, so that what is added up stays a mean of statements.
pub const SQL_MEAN: &str = "sql_mean";
/// Counter, tag `class`: statements that ended.
pub const SQL_CALLS: &str = "sql_calls";
/// Counter: statements that the database gave up with an error, as its log has them.
pub const SQL_ERRORS: &str = "sql_errors";
/// Gauge, seconds: how far the slowest replica is behind.
pub const LAG: &str = "lag";
/// Gauge, count: database connections at rest within a transaction.
pub const CONNECTIONS_IN_TRANSACTION: &str = "connections_in_transaction";
/// Gauge, count: database connections that wait for a lock.
pub const CONNECTIONS_WAITING: &str = "connections_waiting";
/// Gauge, count: clients that wait for a connection of a pool.
pub const POOL_WAITING: &str = "pool_waiting";

/// Gauge, share: CPU of the machine in use.
pub const HOST_CPU: &str = "host_cpu";
/// Gauge, share: CPU time that the hypervisor gave to other machines.
pub const HOST_CPU_STOLEN: &str = "host_cpu_stolen";
/// Gauge, share: memory of the machine in use.
pub const HOST_MEMORY: &str = "host_memory";
/// Gauge, bytes: memory of the machine in use.
pub const HOST_MEMORY_BYTES: &str = "host_memory_bytes";
/// Gauge, count: tasks running or waiting, the kernel's mean over a minute.
pub const HOST_LOAD: &str = "host_load";
/// Counter, bytes: read from all disks.
pub const DISK_READ_BYTES: &str = "disk_read_bytes";
/// Counter, bytes: written to all disks.
pub const DISK_WRITTEN_BYTES: &str = "disk_written_bytes";
/// Counter, bytes: received over all links but loopback.
pub const NETWORK_RECEIVED_BYTES: &str = "network_received_bytes";
/// Counter, bytes: sent over all links but loopback.
pub const NETWORK_SENT_BYTES: &str = "network_sent_bytes";

/// Gauge, count: cores' worth of CPU time the process and its children used.
pub const PROCESS_CPU_CORES: &str = "process_cpu_cores";
/// Gauge, bytes: resident memory of the process and its children.
pub const PROCESS_RESIDENT_BYTES: &str = "process_resident_bytes";
/// Gauge, count: open files, sockets included.
pub const PROCESS_OPEN_FILES: &str = "process_open_files";
/// Gauge, count: threads.
pub const PROCESS_THREADS: &str = "process_threads";
/// Gauge, count: processes, children included.
pub const PROCESS_COUNT: &str = "process_count";
/// Counter, bytes: read from disks.
pub const PROCESS_READ_BYTES: &str = "process_read_bytes";
/// Counter, bytes: written to disks.
pub const PROCESS_WRITTEN_BYTES: &str = "process_written_bytes";
/// Share: periods in which a container's CPU limit held it back.
pub const CPU_THROTTLED: &str = "cpu_throttled";

/// Gauge, count: series taken from a page of metrics.
pub const SCRAPE_SERIES: &str = "scrape_series";
/// Gauge, count: series of a page that were left out: beyond the bound, unreadable, or of no use.
pub const SCRAPE_SERIES_LEFT_OUT: &str = "scrape_series_left_out";
/// Share: readings of a source that were due and did not come.
pub const WATCH_LOST: &str = "watch_lost";

/// Tag: where a figure was read: `host`, `pid:1234`, `process:NAME`, `scrape:HOST:PORT`, `postgres:HOST:PORT/DATABASE`,
/// `log:FILE`, `pgbouncer:HOST:PORT`.
pub const TAG_SOURCE: &str = "source";

/// A series with the unit of its figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WatchedSeries {
    /// Its name.
    pub name: &'static str,
    /// The unit of its figures; that of a counter is what it counts.
    pub unit: Unit,
}

const fn row(name: &'static str, unit: Unit) -> WatchedSeries {
    WatchedSeries { name, unit }
}

/// Every watched series, in the order above.
pub const SERIES: &[WatchedSeries] = &[
    row(CPU, Unit::Share),
    row(MEMORY, Unit::Share),
    row(MEMORY_BYTES, Unit::Bytes),
    row(DISK, Unit::Share),
    row(DISK_BYTES_PER_SECOND, Unit::ByteRate),
    row(NETWORK, Unit::Share),
    row(NETWORK_BYTES_PER_SECOND, Unit::ByteRate),
    row(POOL, Unit::Share),
    row(POOL_IN_USE, Unit::Count),
    row(CONNECTIONS, Unit::Count),
    row(CONNECTIONS_SHARE, Unit::Share),
    row(CACHE_HITS, Unit::Share),
    row(GC, Unit::Share),
    row(TRANSACTIONS, Unit::Count),
    row(SQL, Unit::Time),
    row(SQL_MEAN, Unit::Time),
    row(SQL_CALLS, Unit::Count),
    row(SQL_ERRORS, Unit::Count),
    row(LAG, Unit::Time),
    row(CONNECTIONS_IN_TRANSACTION, Unit::Count),
    row(CONNECTIONS_WAITING, Unit::Count),
    row(POOL_WAITING, Unit::Count),
    row(HOST_CPU, Unit::Share),
    row(HOST_CPU_STOLEN, Unit::Share),
    row(HOST_MEMORY, Unit::Share),
    row(HOST_MEMORY_BYTES, Unit::Bytes),
    row(HOST_LOAD, Unit::Count),
    row(DISK_READ_BYTES, Unit::Bytes),
    row(DISK_WRITTEN_BYTES, Unit::Bytes),
    row(NETWORK_RECEIVED_BYTES, Unit::Bytes),
    row(NETWORK_SENT_BYTES, Unit::Bytes),
    row(PROCESS_CPU_CORES, Unit::Count),
    row(PROCESS_RESIDENT_BYTES, Unit::Bytes),
    row(PROCESS_OPEN_FILES, Unit::Count),
    row(PROCESS_THREADS, Unit::Count),
    row(PROCESS_COUNT, Unit::Count),
    row(PROCESS_READ_BYTES, Unit::Bytes),
    row(PROCESS_WRITTEN_BYTES, Unit::Bytes),
    row(CPU_THROTTLED, Unit::Share),
    row(SCRAPE_SERIES, Unit::Count),
    row(SCRAPE_SERIES_LEFT_OUT, Unit::Count),
    row(WATCH_LOST, Unit::Share),
];

/// The unit of a watched series; none for a name that is not one.
pub fn unit_of(name: &str) -> Option<Unit> {
    SERIES.iter().find(|series| series.name == name).map(|series| series.unit)
}
