//! What `loadline db watch` costs the server it watches: `cargo xtask bench postgres-watch` runs it. A private cluster is
//! put under pgbench's load, and the watch runs in every other turn of it; the ratio of neighbouring turns' throughput is
//! printed with its interval, beside the processor time that the watch and its session took.
//!
//! Takes the path of Loadline, the number of pairs, the seconds of a turn, and how many statements the server's statistics
//! hold.

#![expect(clippy::print_stdout, reason = "its output is what it is for")]

mod interval;
mod processor;
mod rounds;

use std::error::Error;

use loadline_testkit::postgres::{Cluster, ClusterOptions};

use rounds::{Bench, Measured};

/// The part of the throughput that the watch may cost.
const COST_MAX: f64 = 0.01;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [loadline, pairs, seconds, statements] = &arguments[..] else {
        return Err("usage: watch_cost LOADLINE PAIRS SECONDS STATEMENTS".into());
    };
    let (pairs, seconds): (usize, u32) = (pairs.parse()?, seconds.parse()?);
    let cluster = Cluster::start_with(&options())?;
    cluster.sql("CREATE EXTENSION pg_stat_statements")?;
    let bench = Bench { cluster: &cluster, loadline, seconds };
    bench.pgbench(&["-i", "-q", "-s", "20"])?;
    fill(&cluster, statements.parse()?)?;
    let known = cluster.sql("SELECT count(*) FROM pg_stat_statements(false)")?;
    println!(
        "pgbench scale 20, 4 clients, turns of {seconds} s; {} statements in the statistics",
        known.trim()
    );
    let measured = bench.measure(pairs, &mut |place, pair| {
        println!(
            "{:3}  without {:7.0} tps  with {:7.0} tps  ratio {:.4}",
            place + 1,
            pair.without_tps,
            pair.with_tps,
            pair.ratio(),
        );
    })?;
    print_summary(&measured);
    Ok(())
}

fn print_summary(measured: &Measured) {
    let Measured { pairs, watch_share: watch, session_share: session } = measured;
    let cores = std::thread::available_parallelism().map_or(1, usize::from) as f64;
    println!(
        "processor time: watch {:.2}% of a core, its session {:.2}%: {:.2}% of {cores} cores",
        watch * 100.0,
        session * 100.0,
        (watch + session) / cores * 100.0
    );
    let logs: Vec<f64> = pairs.iter().map(|pair| pair.ratio().ln()).collect();
    let Some((middle, half)) = interval::of_mean(&logs) else { return };
    let (low, high) = ((middle - half).exp(), (middle + half).exp());
    println!(
        "throughput with watch / without: {:.4} (95 % interval {low:.4} to {high:.4})",
        middle.exp()
    );
    let bar = 1.0 - COST_MAX;
    let verdict = match () {
        () if low >= bar => "met",
        () if high < bar => "missed",
        () => "not decided: the interval holds the bar; more pairs narrow it",
    };
    println!("bar: at least {bar:.2}: {verdict}");
}

/// A cluster whose data fits into its memory and that does not wait for the disk: the processor is what is short.
fn options() -> ClusterOptions {
    let settings = [
        ("shared_buffers", "512MB"),
        ("max_wal_size", "4GB"),
        ("checkpoint_timeout", "30min"),
        ("autovacuum", "off"),
    ];
    let settings = settings.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
    let preload = vec!["pg_stat_statements".into()];
    ClusterOptions { settings, preload, ..ClusterOptions::default() }
}

/// Runs that many different statements once, as an application of that size would.
fn fill(cluster: &Cluster, statements: u32) -> Result<(), Box<dyn Error>> {
    for from in (0..statements).step_by(500) {
        let all = (from..statements.min(from + 500)).map(statement);
        cluster.sql(&all.collect::<Vec<_>>().join("; "))?;
    }
    Ok(())
}

/// A statement for each number below 8,192: constants and names do not tell statements apart, operators do.
fn statement(number: u32) -> String {
    let signs = (0..13).map(|bit| if number >> bit & 1 == 1 { " + 1" } else { " - 1" });
    format!("SELECT 1{}", signs.collect::<String>())
}
