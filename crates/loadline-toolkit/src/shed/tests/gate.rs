//! The gate: order, waits, and that no place is ever lost.

use super::{Gate, Shed};
use crate::{deadline::Deadline, telemetry::Registry};
use std::{sync::Arc, time::Duration};
use tokio::{
    task::yield_now,
    time::{advance, sleep, timeout},
};

const INTERVAL: Duration = Duration::from_millis(100);

fn gate(concurrency: usize, len_max: usize) -> Arc<Gate> {
    Gate::builder().len_max(len_max).build_gate(concurrency).expect("sound")
}

#[tokio::test(start_paused = true)]
async fn a_place_goes_to_the_next_in_line_and_nobody_overtakes() {
    let gate = gate(1, 2);
    let mut pass = gate.enter().await.expect("a place");
    let mut waiting = Vec::new();
    for _ in 0..2 {
        let gate = Arc::clone(&gate);
        waiting.push(tokio::spawn(async move { gate.enter().await }));
        yield_now().await;
    }
    let full = gate.enter().await.expect_err("the line is full");
    assert_eq!(full, Shed::Full { waiting: 2, retry_after: INTERVAL });
    for next in waiting {
        drop(pass);
        assert!(gate.try_enter().is_none(), "the place is taken already");
        pass = next.await.expect("no panic").expect("let in");
    }
    drop(pass);
    assert_eq!((gate.stats().in_flight, gate.stats().waiting), (0, 0));
}

#[tokio::test(start_paused = true)]
async fn nobody_waits_longer_than_the_interval_or_the_deadline() {
    let gate = gate(1, 2);
    let pass = gate.enter().await.expect("a place");
    let late = gate.enter().await.expect_err("no place in time");
    assert_eq!(late, Shed::Late { waited: INTERVAL, retry_after: INTERVAL });
    let short = INTERVAL / 10;
    let late = Deadline::after(short).scope(gate.enter()).await.expect_err("no time");
    assert_eq!(late, Shed::Late { waited: short, retry_after: INTERVAL });
    drop(pass);
    assert_eq!((gate.stats().late, gate.stats().waiting), (2, 0));
}

#[tokio::test(start_paused = true)]
async fn no_place_is_lost_whenever_those_who_wait_give_up() {
    for seed in 0..200 {
        let mut random = fastrand::Rng::with_seed(seed);
        let gate = gate(3, 16);
        let mut tasks = Vec::new();
        for _ in 0..60 {
            let (gate, hold_ms, patience_ms) =
                (Arc::clone(&gate), random.u64(0..40), random.u64(0..60));
            tasks.push(tokio::spawn(async move {
                let work = async {
                    if let Ok(pass) = gate.enter().await {
                        assert!(gate.stats().in_flight <= 3, "seed {seed}: too many inside");
                        sleep(Duration::from_millis(hold_ms)).await;
                        drop(pass);
                    }
                };
                let _ = timeout(Duration::from_millis(patience_ms), work).await;
            }));
            advance(Duration::from_millis(random.u64(0..10))).await;
        }
        for task in tasks {
            task.await.unwrap_or_else(|error| panic!("seed {seed}: {error}"));
        }
        let stats = gate.stats();
        assert_eq!((stats.in_flight, stats.waiting), (0, 0), "seed {seed}");
    }
}

#[tokio::test(start_paused = true)]
async fn figures_have_names() {
    let (registry, gate) = (Registry::new(), gate(2, 1));
    registry.register("api", &gate).expect("room");
    let _pass = gate.enter().await.expect("a place");
    let text = registry.prometheus_text();
    assert!(text.contains("loadline_shed_in_flight{name=\"api\"} 1\n"), "{text}");
}
