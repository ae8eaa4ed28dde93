//! Three times the traffic that the server carries: every rule keeps nine tenths of the best fixed limit's goodput, and a
//! p99 of at most twice the unloaded one, for every law of service times and several seeds.

use super::{
    Aimd, Algorithm, Gradient2, Vegas,
    doors::{Fixed, Limited},
    simulation::{Law, Report, World},
};
use std::time::Duration;

const SEEDS: [u64; 3] = [1, 2, 3];
const LAWS: [Law; 3] = [Law::Constant, Law::Exponential, Law::LogNormal];
const NO_LIMIT: usize = 10_000;

async fn run(world: World, rule: impl Algorithm + 'static, initial: usize) -> Report {
    // Five simulated seconds show what thirty do; the example takes thirty.
    let world = World { measured: Duration::from_secs(5), ..world };
    world.run(&mut Limited::new(rule, initial)).await
}

/// The goodput of the best fixed limit and the p99 without load.
async fn best(world: World) -> (f64, Duration) {
    let mut goodput = 0.0_f64;
    for limit in [16, 20, 24, 32] {
        goodput = goodput.max(run(world, Fixed(limit), limit).await.goodput);
    }
    let calm = World { load: 0.5, ..world };
    (goodput, run(calm, Fixed(NO_LIMIT), NO_LIMIT).await.p99)
}

async fn check<A: Algorithm + 'static>(rule: impl Fn(Duration) -> A) {
    for law in LAWS {
        let (goodput, p99) = best(World::overloaded(law, 1)).await;
        for seed in SEEDS {
            let report = run(World::overloaded(law, seed), rule(p99), 20).await;
            let told =
                format!("{law:?}, seed {seed}: {report:?}, best {goodput}, unloaded {p99:?}");
            assert!(report.goodput >= 0.9 * goodput, "{told}");
            assert!(report.p99 <= p99 * 2, "{told}");
        }
    }
}

fn hold(law: Law, report: Report, goodput_best: f64, p99_unloaded: Duration, seed: u64) {
    let Report { goodput, p50, p99 } = report;
    let told = format!("{law:?}, seed {seed}: goodput {goodput}, p50 {p50:?}, p99 {p99:?}");
    assert!(goodput >= 0.9 * goodput_best, "{told}, best {goodput_best}");
    assert!(p99 <= p99_unloaded * 2, "{told}, unloaded {p99_unloaded:?}");
}

#[tokio::test(start_paused = true)]
async fn gradient2_holds_in_a_threefold_overload() {
    check(|_p99| Gradient2::default()).await;
}

#[tokio::test(start_paused = true)]
async fn vegas_holds_in_a_threefold_overload() {
    check(|_p99| Vegas::default()).await;
}

#[tokio::test(start_paused = true)]
async fn aimd_holds_in_a_threefold_overload_when_told_what_slow_is() {
    check(|p99| Aimd::new(p99.mul_f64(1.25))).await;
}

#[tokio::test(start_paused = true)]
async fn gradient2_finds_its_limit_when_overload_is_all_it_ever_saw() {
    for law in LAWS {
        let (goodput, p99) = best(World::overloaded(law, 1)).await;
        let cold = World { idle: Duration::ZERO, ..World::overloaded(law, 1) };
        let report = run(cold, Gradient2::default(), 100).await;
        hold(law, report, goodput, p99, 1);
    }
}
