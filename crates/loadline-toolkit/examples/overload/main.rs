//! What a limit or a queue makes of three times the traffic that a server carries: goodput and percentiles in virtual time,
//! for fixed limits, the three that move, and queues that shed. The figures are the same on every machine.
//!
//! `cargo run --release -p loadline-toolkit --example overload --features adaptive,shed -- [workers]`

#![expect(clippy::print_stdout, reason = "a table is what this example is for")]

#[path = "../../src/shed/tests/door.rs"]
mod door;
#[path = "../../src/adaptive/tests/doors.rs"]
mod doors;
#[path = "../../src/adaptive/tests/simulation.rs"]
mod simulation;

use door::Shedding;
use doors::{Fixed, Limited};
use loadline_toolkit::{
    adaptive::{Aimd, Algorithm, Bounds, Gradient2, Guard, Limiter, Sample, Vegas},
    shed::{Queue, ShedBuilder},
};
use simulation::{Door, Law, Report, World};
use std::{error::Error, time::Duration};

/// Each world is run with this many seeds; the worst goodput and the worst percentiles are shown.
const SEEDS: u64 = 5;
/// The limit at the start, and no limit at all.
const INITIAL: usize = 20;
const NO_LIMIT: usize = 10_000;

fn main() -> Result<(), Box<dyn Error>> {
    let workers = std::env::args().nth(1).map_or(Ok(16), |workers| workers.parse())?;
    println!("| service time | door | goodput | p50 ms | p99 ms | p99 to unloaded |");
    println!("|---|---|---:|---:|---:|---:|");
    for law in [Law::Constant, Law::Exponential, Law::LogNormal] {
        table(World { workers, ..World::overloaded(law, 0) })?;
    }
    Ok(())
}

/// The rows of one law.
fn table(world: World) -> Result<(), Box<dyn Error>> {
    let calm = World { load: 0.5, ..world };
    let unloaded = worst(calm, || Box::new(Limited::new(Fixed(NO_LIMIT), NO_LIMIT)))?;
    let show = |door: &str, report: Report| {
        let ms = |time: Duration| time.as_secs_f64() * 1e3;
        println!(
            "| {:?} | {door} | {:.1} % | {:.1} | {:.1} | {:.2} |",
            world.law,
            report.goodput * 100.0,
            ms(report.p50),
            ms(report.p99),
            report.p99.as_secs_f64() / unloaded.p99.as_secs_f64()
        );
    };
    show("none, half load", unloaded);
    for quarters in [2, 4, 5, 6, 8, 16, 32, 64] {
        let limit = (world.workers * quarters / 4).max(1);
        let report = worst(world, || Box::new(Limited::new(Fixed(limit), limit)))?;
        show(&format!("fixed {limit}"), report);
    }
    let slow_after = unloaded.p99.mul_f64(1.25);
    show("AIMD", worst(world, || limited(Aimd::new(slow_after)))?);
    show("Vegas", worst(world, || limited(Vegas::default()))?);
    show("Gradient2", worst(world, || limited(Gradient2::default()))?);
    show("shed, oldest first", worst(world, || Box::new(Shedding::new(false)))?);
    show("shed, newest first", worst(world, || Box::new(Shedding::new(true)))?);
    Ok(())
}

fn limited(algorithm: impl Algorithm + 'static) -> Box<dyn Door> {
    Box::new(Limited::new(algorithm, INITIAL))
}

/// The worst of what the seeds bring.
fn worst(world: World, door: impl Fn() -> Box<dyn Door>) -> Result<Report, Box<dyn Error>> {
    let mut worst = Report { goodput: f64::MAX, p50: Duration::ZERO, p99: Duration::ZERO };
    for seed in 1..=SEEDS {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()?;
        let report = runtime.block_on(async { World { seed, ..world }.run(&mut *door()).await });
        worst.goodput = worst.goodput.min(report.goodput);
        worst.p50 = worst.p50.max(report.p50);
        worst.p99 = worst.p99.max(report.p99);
    }
    Ok(worst)
}
