//! Holds the engine's figures against servers whose truth is known, and prints both side by side.
//!
//! `cargo run --release -p loadline-load --example truth` takes about a minute: a log-normal latency law,
//! closed and open; a stall in the middle of an open test; and the same with a real nginx whose worker is
//! stopped, with users enough and with few. What is printed is for people to judge: on a busy machine deviations are the machine's.

#![expect(clippy::print_stdout, reason = "its output is what it is for")]

use std::error::Error;
use std::thread;
use std::time::{Duration, Instant};

use loadline_core::histogram::Histogram;
use loadline_core::traffic::Spacing;
use loadline_core::window::{Rollup, names};
use loadline_core::{Aggregate, Rate, Span, Tags, Traffic, Window};
use loadline_load::{FlowScenario, LoadTest, Progress, StopSignal, run};
use loadline_testkit::{Law, LawServer, Nginx, sample};

const QUANTILES: [(f64, &str); 4] = [(0.5, "p50"), (0.9, "p90"), (0.99, "p99"), (0.999, "p99.9")];

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let law = Law::LogNormal { median: Duration::from_millis(100), sigma: 0.5 };
    let closed = Traffic::constant_users(64, Span::from_secs(20))?;
    against_law("log-normal, 64 users for 20 s", &law, closed, names::RESPONSE_TIME)?;
    let open = rate(500.0, 20)?;
    against_law("log-normal, 500/s for 20 s", &law, open, names::SERVICE_TIME)?;
    stalled_law()?;
    stalled_nginx(1_000)?;
    stalled_nginx(20)
}

fn rate(per_second: f64, seconds: u64) -> Outcome<Traffic> {
    let rate = Rate::per_second(per_second);
    Ok(Traffic::constant_rate(rate, Span::from_secs(seconds), Spacing::Even)?)
}

/// Runs `traffic` on one thread, so that the server has a core of its own on a small machine.
fn drive(traffic: Traffic, users_max: u32, url: &str) -> Outcome<Rollup> {
    let test =
        LoadTest { threads: 1, ..LoadTest::new(traffic) }.with(|load| load.users_max = users_max);
    let mut whole = Rollup::default();
    let mut observer = |window: &Window, _: Progress| whole.observe(window);
    run(test, FlowScenario::of_url(url, &[])?, &StopSignal::default(), &mut observer)?;
    Ok(whole)
}

fn histogram(whole: &Rollup, metric: &str) -> Histogram {
    match whole.merged(metric, &Tags::default()) {
        Some(Aggregate::Histogram(histogram)) => histogram,
        _ => Histogram::new(),
    }
}

/// Prints recorded quantiles beside the true ones, in milliseconds.
fn print(title: &str, recorded: &Histogram, truth: &mut [f64], quantiles: &[(f64, &str)]) {
    println!("{title}: {} recorded, {} true", recorded.count(), truth.len());
    for (q, name) in quantiles {
        let (q, name) = (*q, *name);
        let recorded_s = recorded.quantile(q).map_or(0.0, |estimate| estimate.value);
        let true_s = sample::exact_quantile(truth, q);
        let deviation = 100.0 * (recorded_s / true_s - 1.0);
        let (recorded_ms, true_ms) = (recorded_s * 1e3, true_s * 1e3);
        println!(
            "  {name:>5}  {recorded_ms:>9.3} ms  truly {true_ms:>9.3} ms  {deviation:>+7.2} %"
        );
    }
}

fn print_quantiles(title: &str, recorded: &Histogram) {
    print!("  {title:<9}");
    for (q, name) in QUANTILES {
        let recorded_ms = recorded.quantile(q).map_or(0.0, |estimate| estimate.value) * 1e3;
        print!("  {name} {recorded_ms:.1} ms");
    }
    println!();
}

fn against_law(title: &str, law: &Law, traffic: Traffic, metric: &str) -> Outcome<()> {
    let server = LawServer::start(law.clone(), 1)?;
    let whole = drive(traffic, 1_000, &server.url("/"))?;
    let mut truth: Vec<f64> = server.truth().iter().map(Duration::as_secs_f64).collect();
    print(title, &histogram(&whole, metric), &mut truth, &QUANTILES);
    let asked = |q| law.quantile(q).as_secs_f64() * 1e3;
    println!("  the law itself: p50 {:.3} ms, p99 {:.3} ms", asked(0.5), asked(0.99));
    Ok(())
}

/// Due times of 200 arrivals a second for ten seconds, each with the time it waits when nothing is
/// answered from `stop` to `go`, both in seconds from the first arrival.
fn waits(stop: f64, go: f64) -> Vec<f64> {
    let due = (0..2_000).map(|place| f64::from(place) * 0.005);
    due.map(|due| if (stop..go).contains(&due) { go - due } else { 0.0 }).collect()
}

fn stalled_law() -> Outcome<()> {
    let server = LawServer::start(Law::Constant(Duration::from_millis(1)), 1)?;
    let traffic = rate(200.0, 10)?;
    let begun = Instant::now();
    let (whole, stalled_after) = thread::scope(|scope| {
        let stall = scope.spawn(|| {
            thread::sleep(Duration::from_secs(4));
            server.stall_for(Duration::from_secs(2)) - begun
        });
        (drive(traffic, 1_000, &server.url("/")).map_err(|error| error.to_string()), stall.join())
    });
    let whole = whole?;
    let from = stalled_after.map_err(|_| "the stall failed")?.as_secs_f64();
    report_stall("a stall of 2 s in 10 s at 200/s", &whole, from, from + 2.0, 0.001);
    Ok(())
}

/// With as many users as it takes every request is sent when it is due, and its own time holds the stall;
/// with few of them the late ones wait unsent, and only their response time tells.
fn stalled_nginx(users_max: u32) -> Outcome<()> {
    let nginx = Nginx::start()?;
    let traffic = rate(200.0, 10)?;
    let begun = Instant::now();
    let (whole, stopped) = thread::scope(|scope| {
        let stop = scope.spawn(|| -> Result<(f64, f64), String> {
            thread::sleep(Duration::from_secs(4));
            nginx.stop_worker().map_err(|error| error.to_string())?;
            let from = begun.elapsed().as_secs_f64();
            thread::sleep(Duration::from_secs(2));
            nginx.continue_worker().map_err(|error| error.to_string())?;
            Ok((from, begun.elapsed().as_secs_f64()))
        });
        (drive(traffic, users_max, &nginx.url("/")).map_err(|error| error.to_string()), stop.join())
    });
    let whole = whole?;
    let (from, to) = stopped.map_err(|_| "stopping nginx failed")??;
    let title = format!("nginx stopped for 2 s in 10 s at 200/s, {users_max} users at most");
    report_stall(&title, &whole, from, to, 0.0);
    Ok(())
}

/// Response times beside what the arithmetic says, and the service times of the same run. The median is
/// not compared: it is an answer that nobody waited for, whose time the arithmetic does not know.
fn report_stall(title: &str, whole: &Rollup, from: f64, to: f64, delay: f64) {
    let response = histogram(whole, names::RESPONSE_TIME);
    let mut truth: Vec<f64> = waits(from, to).iter().map(|wait| wait + delay).collect();
    print(title, &response, &mut truth, &QUANTILES[1..]);
    print_quantiles("response", &response);
    print_quantiles("service", &histogram(whole, names::SERVICE_TIME));
    print_quantiles("lag", &histogram(whole, names::GENERATOR_LAG));
}
