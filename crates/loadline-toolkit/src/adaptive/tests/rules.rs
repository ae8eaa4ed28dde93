//! The rules apart from a server: where they start, what they never do, how they answer drops.

use super::{Aimd, Algorithm, Bounds, Gradient2, Sample, Vegas};
use std::time::Duration;
use tokio::time::Instant;

const BOUNDS: Bounds = Bounds { min: 2, max: 50, initial: 20 };
const CALM: Duration = Duration::from_millis(10);

fn rules() -> [Box<dyn Algorithm>; 3] {
    [Box::new(Aimd::new(CALM * 2)), Box::new(Vegas::default()), Box::new(Gradient2::default())]
}

fn sample(rtt: Duration, in_flight: usize, dropped: bool) -> Sample {
    Sample { at: Instant::now(), rtt, in_flight, dropped }
}

#[tokio::test(start_paused = true)]
async fn no_rule_leaves_its_bounds_whatever_it_is_told() {
    for seed in 0..20 {
        for mut rule in rules() {
            let mut random = fastrand::Rng::with_seed(seed);
            for _ in 0..20_000 {
                let rtt = Duration::from_nanos(random.u64(..) >> random.u32(0..64));
                let told = sample(rtt, random.usize(0..100), random.u8(..) < 20);
                let limit = rule.update(&told, BOUNDS);
                // A look for the time without waiting takes half of the limit, yet one at least.
                assert!(
                    (BOUNDS.min..=BOUNDS.max).contains(&limit),
                    "seed {seed}: {rule:?} {limit}"
                );
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn an_idle_service_keeps_its_limit() {
    for mut rule in rules() {
        let limits = (0..5_000).map(|_| rule.update(&sample(CALM, 3, false), BOUNDS));
        assert_eq!(limits.last(), Some(BOUNDS.initial), "{rule:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn every_rule_grows_while_answers_stay_fast() {
    for mut rule in rules() {
        let limits = (0..20_000).map(|_| rule.update(&sample(CALM, 50, false), BOUNDS));
        assert_eq!(limits.max(), Some(BOUNDS.max), "{rule:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn drops_bring_every_rule_down() {
    for mut rule in rules() {
        let limits = (0..20_000).map(|_| rule.update(&sample(CALM, 50, true), BOUNDS));
        assert_eq!(limits.min(), Some(BOUNDS.min), "{rule:?}");
    }
}
