//! Makes a log as a server under load writes it: `cargo xtask bench postgres-log` runs it. In come a size in megabytes and
//! the path to write to; out goes the log of a private cluster on which pgbench ran, with everything logged, and with
//! errors, lock waits, temporary files and checkpoints here and there.

#![expect(clippy::print_stderr, reason = "whoever waits for it sees how far it is")]

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use loadline_testkit::postgres::{Cluster, ClusterOptions, StopMode};

/// Everything that can be logged, and little memory so that there are temporary files.
const SETTINGS: [(&str, &str); 13] = [
    ("log_line_prefix", "%m [%p] %q%u@%d "),
    ("log_min_duration_statement", "0"),
    ("logging_collector", "on"),
    ("log_rotation_size", "0"),
    ("log_rotation_age", "0"),
    ("log_lock_waits", "on"),
    ("log_temp_files", "0"),
    ("log_connections", "on"),
    ("log_disconnections", "on"),
    ("log_autovacuum_min_duration", "0"),
    ("deadlock_timeout", "10ms"),
    ("work_mem", "64kB"),
    ("max_wal_size", "64MB"),
];

/// Statements of each kind of trouble, some of them wrong on purpose.
const TROUBLE: [&str; 6] = [
    "SELECT * FROM pgbench_accounts WHERE no_such_column = 1",
    "INSERT INTO pgbench_branches VALUES (1, 0, '')",
    "SELECT 1 / 0",
    "SELECT * FROM pgbench_accounts ORDER BY abalance, filler OFFSET 90000",
    "SELECT a.bid, count(*) FROM pgbench_accounts a JOIN pgbench_accounts b USING (aid) GROUP BY a.bid",
    "SET lock_timeout = '50ms'; BEGIN; LOCK pgbench_tellers; UPDATE pgbench_accounts SET abalance = 0 WHERE aid < 2000; COMMIT",
];

/// Transactions of a client between two looks at the size.
const TRANSACTIONS: u32 = 10_000;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(megabytes), Some(path)) = (arguments.next(), arguments.next()) else {
        return Err("usage: pgbench_log MEGABYTES PATH".into());
    };
    let wanted = megabytes.parse::<u64>()? * 1_000_000;
    let settings = SETTINGS.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
    let mut cluster =
        Cluster::start_with(&ClusterOptions { settings, ..ClusterOptions::default() })?;
    pgbench(&cluster, &["-i", "-q", "-s", "10"])?;
    let log = log_of(&cluster)?;
    loop {
        pgbench(&cluster, &["-n", "-c", "4", "-j", "1", "-t", &TRANSACTIONS.to_string()])?;
        for statement in TROUBLE {
            // Those that are wrong are wrong on purpose.
            let _ = cluster.sql(statement);
        }
        let length = fs::metadata(&log)?.len();
        eprintln!("{:.0} MB of {megabytes}", length as f64 / 1e6);
        if length >= wanted {
            break;
        }
    }
    cluster.stop(StopMode::Fast)?;
    fs::copy(&log, Path::new(&path))?;
    Ok(())
}

/// Where the cluster writes.
fn log_of(cluster: &Cluster) -> Result<PathBuf, Box<dyn Error>> {
    let folder = cluster.sql("SHOW data_directory")?;
    Ok(Path::new(folder.trim()).join(cluster.sql("SELECT pg_current_logfile()")?.trim()))
}

fn pgbench(cluster: &Cluster, arguments: &[&str]) -> Result<(), Box<dyn Error>> {
    let output = Command::new("pgbench").args(arguments).arg(cluster.url()).output()?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!("pgbench: {}", String::from_utf8_lossy(&output.stderr)).into())
}
