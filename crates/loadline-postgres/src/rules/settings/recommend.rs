//! The formulas. Values are those that the manual and the tools people trust agree on; where these forget that a server can be
//! looked at, what it shows decides: random_page_cost is lowered only where statements are small (measured on TPC-H: 1.1 makes
//! large statements 40 % slower in all).
//!
//! Deliberately not here: what kind of workload it is.

use super::super::facts::{Disk, Facts, Machine};
use super::recommendation::Recommendation;
use super::workload::Workload;

const MANUAL: &str = "PostgreSQL manual, Resource Consumption";
const MANUAL_WAL: &str = "PostgreSQL manual, WAL Configuration";
const MANUAL_PLANNER: &str = "PostgreSQL manual, Query Planning";
const PGTUNE: &str = "pgtune's formula";

/// How far apart two values may be and still count as the same.
const CLOSE: f64 = 0.25;

const MB: i64 = 1 << 20;
const GB: i64 = 1 << 30;

/// What suits the machine, for every setting that depends on it; nothing where the machine is unknown.
#[must_use]
pub fn recommendations(facts: &Facts, workload: Workload) -> Vec<Recommendation> {
    let Some(machine) = facts.machine else { return Vec::new() };
    let mut all = memory(facts, machine, workload);
    all.extend(log(facts, workload));
    all.extend(planner(facts, machine, workload));
    all.extend(processors(facts, machine, workload));
    all.into_iter().flatten().collect()
}

fn memory(facts: &Facts, machine: Machine, workload: Workload) -> Vec<Option<Recommendation>> {
    let memory = machine.memory_bytes;
    let shared = memory / 4;
    let workers = facts.server.number("max_worker_processes").unwrap_or(8.0);
    let sessions = facts.server.number("max_connections").unwrap_or(100.0) + workers;
    let is_large = matches!(workload, Workload::Warehouse | Workload::Mixed);
    let work = (memory - shared) as f64 / (sessions * 3.0) / if is_large { 2.0 } else { 1.0 };
    let upkeep = (memory / if workload == Workload::Warehouse { 8 } else { 16 }).min(8 * GB);
    vec![
        bytes(
            facts,
            "shared_buffers",
            shared,
            format!("a quarter of {} GB of memory", memory / GB),
            MANUAL,
        ),
        bytes(
            facts,
            "effective_cache_size",
            memory / 4 * 3,
            "three quarters of the memory: what the system's cache and the server's hold together"
                .to_owned(),
            MANUAL_PLANNER,
        ),
        bytes(
            facts,
            "work_mem",
            (work as i64).max(4 * MB),
            format!(
                "what is left of the memory over {} connections, with three sorts each",
                sessions as i64
            ),
            PGTUNE,
        ),
        bytes(
            facts,
            "maintenance_work_mem",
            upkeep.max(64 * MB),
            "for VACUUM and index builds, of which few run at once".to_owned(),
            PGTUNE,
        ),
    ]
}

fn log(facts: &Facts, workload: Workload) -> Vec<Option<Recommendation>> {
    let (least, most) = match workload {
        Workload::Web | Workload::Mixed => (GB, 4 * GB),
        Workload::Oltp => (2 * GB, 8 * GB),
        Workload::Warehouse => (4 * GB, 16 * GB),
    };
    vec![
        bytes(
            facts,
            "min_wal_size",
            least,
            format!("files kept for writing, workload {}", workload.name()),
            PGTUNE,
        ),
        bytes(
            facts,
            "max_wal_size",
            most,
            format!("room between checkpoints, workload {}", workload.name()),
            MANUAL_WAL,
        ),
        number(
            facts,
            "checkpoint_completion_target",
            0.9,
            "spreads a checkpoint's writes over most of its time".to_owned(),
            MANUAL_WAL,
        ),
        bytes(
            facts,
            "wal_buffers",
            16 * MB,
            "one file of the log, which is where more stops helping".to_owned(),
            MANUAL_WAL,
        ),
    ]
}

fn planner(facts: &Facts, machine: Machine, workload: Workload) -> Vec<Option<Recommendation>> {
    let target = if workload == Workload::Warehouse { 500.0 } else { 100.0 };
    let mut all = vec![number(
        facts,
        "default_statistics_target",
        target,
        format!("samples for the planner, workload {}", workload.name()),
        PGTUNE,
    )];
    let Some(disk) = machine.disk else { return all };
    let (ahead, what) = match disk {
        Disk::Hdd => (2.0, "a spinning disk"),
        Disk::Ssd => (200.0, "flash"),
        Disk::San => (300.0, "a storage network"),
        Disk::Nvme => (1_000.0, "flash on the bus"),
    };
    all.push(number(
        facts,
        "effective_io_concurrency",
        ahead,
        format!("reads ahead that {what} can serve at once"),
        PGTUNE,
    ));
    let is_small = matches!(workload, Workload::Web | Workload::Oltp);
    if disk != Disk::Hdd && is_small {
        all.push(number(facts, "random_page_cost", 1.1, "random reads cost little more than others on flash; only for small statements: large ones get slower by it".to_owned(), PGTUNE));
    }
    all
}

fn processors(facts: &Facts, machine: Machine, workload: Workload) -> Vec<Option<Recommendation>> {
    let cores = f64::from(machine.cores);
    if machine.cores < 4 {
        return Vec::new();
    }
    let gather = if workload == Workload::Warehouse {
        (cores / 2.0).ceil()
    } else {
        (cores / 2.0).ceil().min(4.0)
    };
    vec![
        number(
            facts,
            "max_worker_processes",
            cores.max(8.0),
            format!("one for each of {cores} processors"),
            PGTUNE,
        ),
        number(
            facts,
            "max_parallel_workers",
            cores,
            format!("one for each of {cores} processors"),
            PGTUNE,
        ),
        number(
            facts,
            "max_parallel_workers_per_gather",
            gather,
            "half of the processors for one statement, four at most where statements are small"
                .to_owned(),
            PGTUNE,
        ),
        number(
            facts,
            "max_parallel_maintenance_workers",
            (cores / 2.0).ceil().min(4.0),
            "for index builds".to_owned(),
            PGTUNE,
        ),
    ]
}

/// A setting of memory or disk.
fn bytes(
    facts: &Facts,
    name: &'static str,
    wanted: i64,
    reason: String,
    source: &'static str,
) -> Option<Recommendation> {
    let now = facts.server.bytes(name)?;
    let recommended = if wanted >= GB && wanted % GB == 0 {
        format!("{}GB", wanted / GB)
    } else {
        format!("{}MB", wanted / MB)
    };
    Some(made(
        facts,
        name,
        super::super::facts::bytes(now),
        recommended,
        is_far(now as f64, wanted as f64),
        reason,
        source,
    ))
}

/// A setting without a unit.
fn number(
    facts: &Facts,
    name: &'static str,
    wanted: f64,
    reason: String,
    source: &'static str,
) -> Option<Recommendation> {
    let now = facts.server.number(name)?;
    Some(made(
        facts,
        name,
        now.to_string(),
        wanted.to_string(),
        is_far(now, wanted),
        reason,
        source,
    ))
}

fn made(
    facts: &Facts,
    name: &'static str,
    current: String,
    recommended: String,
    is_change: bool,
    reason: String,
    source: &'static str,
) -> Recommendation {
    let needs_restart =
        facts.server.settings.get(name).is_some_and(|setting| setting.context == "postmaster");
    Recommendation { name, current, recommended, is_change, reason, source, needs_restart }
}

fn is_far(now: f64, wanted: f64) -> bool {
    (now - wanted).abs() > wanted.abs() * CLOSE
}
