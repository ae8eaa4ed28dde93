//! N+1 detection measured: twenty runs of a service under a mixed load, each with another seed, and how far the named
//! figure is from what the service counted. Arguments: runs (20), seconds of each (60), the first
//! seed (1), endpoints (4, or 7 with one that shares the loop's statement).

mod load;
mod run;

use std::error::Error;

use loadline_testkit::postgres::Cluster;

/// The loop, its eager twin, the fan-out of six statements, the loop behind a cache.
const FOUR: [&str; 4] = ["/orders", "/orders-eager", "/dashboard", "/products"];
/// Those, and three more: one shares the loop's statement, one has a loop of constant length.
const ALL: [&str; 7] =
    ["/orders", "/orders-eager", "/dashboard", "/products", "/order", "/settings", "/search"];

/// The most by which the figure may be off.
const OFF_MAX: f64 = 0.05;

#[expect(clippy::print_stdout, reason = "whoever started it reads the figures")]
fn main() -> Result<(), Box<dyn Error>> {
    let mut numbers = std::env::args().skip(1).map(|argument| argument.parse::<u64>());
    let runs = numbers.next().transpose()?.unwrap_or(20);
    let seconds = numbers.next().transpose()?.unwrap_or(60) as usize;
    let first = numbers.next().transpose()?.unwrap_or(1);
    let endpoints: &[&str] = match numbers.next().transpose()? {
        Some(7) => &ALL,
        _ => &FOUR,
    };
    let cluster = Cluster::start_with(&run::options())?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut good = 0;
    println!("run  calls a request  interval       truth   off      others  good");
    for seed in first..first + runs {
        let outcome = runtime.block_on(run::run(&cluster, endpoints, seed, seconds))?;
        let off = outcome.off();
        let is_good = off.is_some_and(|off| off.abs() <= OFF_MAX) && outcome.false_alarms() == 0;
        good += u64::from(is_good);
        let found = outcome.report.n_plus_one().find(|found| found.endpoint == run::ENDPOINT);
        let figures = found.map_or_else(String::new, |found| {
            let calls = found.calls_per_request;
            format!("{:<15.2}  {:>5.2} – {:<5.2}", calls.value, calls.low, calls.high)
        });
        println!(
            "{seed:>3}  {figures:<30}  {:<6.2}  {:<7}  {:<6}  {}",
            outcome.truth,
            off.map_or_else(|| "-".to_owned(), |off| format!("{:+.2}%", off * 100.0)),
            outcome.false_alarms(),
            if is_good { "yes" } else { "no" },
        );
        if !is_good {
            println!("{:#?}", outcome.report);
        }
    }
    println!("{good} of {runs} runs name it to {}% and nothing else", OFF_MAX * 100.0);
    Ok(())
}
