//! Three times the traffic that the server carries: the queue keeps nearly all of the goodput; serving the newest first
//! keeps the answers as fast as without load.

use super::{
    door::Shedding,
    simulation::{Law, Report, World},
};
use std::time::Duration;

async fn run(law: Law, seed: u64, newest_first: bool) -> Report {
    let world = World { measured: Duration::from_secs(5), ..World::overloaded(law, seed) };
    world.run(&mut Shedding::new(newest_first)).await
}

#[tokio::test(start_paused = true)]
async fn nearly_all_goodput_is_kept_and_the_newest_first_are_faster() {
    for law in [Law::Constant, Law::Exponential, Law::LogNormal] {
        for seed in 1..=3 {
            let (oldest, newest) = (run(law, seed, false).await, run(law, seed, true).await);
            let told = format!("{law:?}, seed {seed}: {oldest:?}, {newest:?}");
            assert!(oldest.goodput > 0.95 && newest.goodput > 0.95, "{told}");
            assert!(newest.p50 < oldest.p50 && newest.p99 < oldest.p99, "{told}");
        }
    }
}
