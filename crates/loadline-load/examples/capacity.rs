//! Holds the breaking point against queues whose capacity is known, and prints truth, figure and error.
//!
//! `cargo run --release -p loadline-load --example capacity` takes about eleven minutes: steps of arrivals, steps
//! of users and a ramp, against queues of one to sixteen workers with constant and exponential service times.
//! What is printed is for people to judge: on a busy machine deviations are the machine's.

#![expect(clippy::print_stdout, reason = "its output is what it is for")]

use std::error::Error;
use std::time::Duration;

use loadline_core::level::{Breaking, LoadAxis};
use loadline_core::traffic::{Spacing, Stage};
use loadline_core::{Span, Traffic, Window};
use loadline_load::{FlowScenario, LoadTest, Progress, StopSignal, run};
use loadline_stats::LevelsBuilder;
use loadline_testkit::{QueueOptions, QueueServer, ServiceTime};

/// Steps of the load, as parts of what the queue carries; none of them is the truth itself.
const STEPS: [f64; 7] = [0.5, 0.7, 0.84, 0.93, 1.06, 1.2, 1.35];
const STEP: Span = Span::from_secs(10);

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    println!("{:<44}{:>9}{:>9}{:>8}   between", "queue and load", "truth", "found", "error");
    let constant = |ms| ServiceTime::Constant(Duration::from_millis(ms));
    let exponential = |ms| ServiceTime::Exponential(Duration::from_millis(ms));
    let queues = [
        ("1 worker of 5 ms", QueueOptions::new(1, constant(5))),
        ("4 workers of 10 ms", QueueOptions::new(4, constant(10))),
        ("16 workers of 20 ms", QueueOptions::new(16, constant(20))),
        ("4 workers of 10 ms, exponential", QueueOptions::new(4, exponential(10))),
        ("4 workers of 4 ms, exponential", QueueOptions::new(4, exponential(4))),
    ];
    for (name, queue) in queues {
        open_steps(name, queue, Spacing::Even)?;
    }
    open_steps("4 workers of 10 ms", queues[1].1, Spacing::Poisson)?;
    open_ramp("4 workers of 10 ms", queues[1].1)?;
    closed_steps("4 workers of 10 ms", queues[1].1)?;
    closed_steps("4 workers of 10 ms, exponential", queues[3].1)
}

fn steps(of: f64) -> Vec<Stage> {
    STEPS.iter().map(|part| Stage { from: part * of, to: part * of, length: STEP }).collect()
}

fn open_steps(name: &str, queue: QueueOptions, spacing: Spacing) -> Outcome<()> {
    let capacity = queue.capacity_per_second();
    let traffic = Traffic::Rate { stages: steps(capacity), spacing };
    let how = match spacing {
        Spacing::Even => "steps",
        Spacing::Poisson => "steps, poisson",
    };
    report(&format!("{name}, {how}"), queue, traffic, capacity)
}

fn open_ramp(name: &str, queue: QueueOptions) -> Outcome<()> {
    let capacity = queue.capacity_per_second();
    let stages = vec![Stage { from: 0.0, to: 1.5 * capacity, length: Span::from_secs(60) }];
    let traffic = Traffic::Rate { stages, spacing: Spacing::Even };
    report(&format!("{name}, ramp"), queue, traffic, capacity)
}

/// Users without a pause: throughput is flat from as many users as there are workers.
fn closed_steps(name: &str, queue: QueueOptions) -> Outcome<()> {
    let users = [1.0, 2.0, 3.0, 6.0, 8.0, 12.0, 16.0, 24.0];
    let stages = users.map(|level| Stage { from: level, to: level, length: STEP }).to_vec();
    report(&format!("{name}, users"), queue, Traffic::Users(stages), queue.capacity_per_second())
}

/// Runs `traffic` on one thread, so that the server has a core of its own on a small machine.
fn report(name: &str, queue: QueueOptions, traffic: Traffic, capacity: f64) -> Outcome<()> {
    let server = QueueServer::start(queue)?;
    let axis = if traffic.is_open() { LoadAxis::OfferedRate } else { LoadAxis::Users };
    let mut levels: Option<LevelsBuilder> = None;
    let mut observer = |window: &Window, _: Progress| {
        let new = || LevelsBuilder::new(axis, window.start_ms, Vec::new());
        levels.get_or_insert_with(new).observe(window);
    };
    let test = LoadTest { threads: 1, ..LoadTest::new(traffic) };
    let scenario = FlowScenario::of_url(&server.url("/"), &[])?;
    run(test, scenario, &StopSignal::default(), &mut observer)?;
    let found = levels.map(LevelsBuilder::finish).and_then(|levels| levels.breaking_point);
    match found.map(|point| point.breaking) {
        Some(Breaking::Found { load, low, high, capacity_per_second, .. }) => {
            let figure = match axis {
                LoadAxis::OfferedRate => load,
                LoadAxis::Users => capacity_per_second.unwrap_or(f64::NAN),
            };
            let error = 100.0 * (figure / capacity - 1.0);
            let low = low.map_or_else(|| "–".to_owned(), |low| axis.text(low));
            let between = format!("{low} and {}, at {}", axis.text(high), axis.text(load));
            println!("{name:<44}{capacity:>7.0}/s{figure:>7.1}/s{error:>+7.2}%   {between}");
        }
        other => println!("{name:<44}{capacity:>7.0}/s  not found: {other:?}"),
    }
    Ok(())
}
