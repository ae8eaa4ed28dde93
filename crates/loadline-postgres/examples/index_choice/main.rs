//! The choice of indexes measured on TPC-H: `cargo xtask bench postgres` runs it. Makes a private cluster, loads the
//! benchmark's tables, chooses indexes under each budget, and prints what the chosen ones save beside the best that any
//! public tool reached under the same conditions.
//!
//! Takes names of settings (`h1`, `h2`, `h4`) to run those alone; `prove` proves a choice in measured time, and `sizes`
//! compares estimated with built sizes: both run only where they are named. `LOADLINE_BENCH_POSTGRES` names a server to use instead
//! of a private one; databases found there are used as they are.

mod database;
mod measure;
mod prove;
mod settings;
mod sizes;

use std::error::Error;
use std::path::PathBuf;

use loadline_testkit::postgres::{Cluster, ClusterOptions};

use database::Server;
use settings::{SETTINGS, Setting};

/// Where the queries lie unless `LOADLINE_TPCH` says otherwise, seen from the project's folder.
const QUERIES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/tpch");

fn main() -> Result<(), Box<dyn Error>> {
    let names: Vec<String> = std::env::args().skip(1).collect();
    let wanted =
        |setting: &&Setting| names.is_empty() || names.iter().any(|name| name == setting.database);
    let folder =
        std::env::var_os("LOADLINE_TPCH").map_or_else(|| PathBuf::from(QUERIES), PathBuf::from);
    let queries = settings::queries(&folder)?;
    let given = std::env::var("LOADLINE_BENCH_POSTGRES").ok();
    let (server, _cluster) = match given {
        Some(url) => (Server::new(url), None),
        None => {
            let cluster = Cluster::start_with(&options())?;
            (Server::new(cluster.url()), Some(cluster))
        }
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    for setting in SETTINGS.iter().filter(wanted) {
        runtime.block_on(measure::run(&server, setting, &queries))?;
    }
    if names.iter().any(|name| name == "sizes") {
        runtime.block_on(sizes::run(&server, &queries))?;
    }
    if names.iter().any(|name| name == "prove") {
        runtime.block_on(prove::run(&server, &queries))?;
    }
    Ok(())
}

/// The planner's defaults, in a cluster that loads quickly.
fn options() -> ClusterOptions {
    let settings = [
        ("jit", "off"),
        ("shared_buffers", "2GB"),
        ("autovacuum", "off"),
        ("max_wal_size", "8GB"),
        ("maintenance_work_mem", "256MB"),
    ];
    let settings = settings.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
    ClusterOptions { settings, ..ClusterOptions::default() }
}
