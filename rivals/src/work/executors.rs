//! Tasks through fifty workers: beside tokio's own tasks, each with a permit of a semaphore while it runs.

use super::runtime;
use crate::cost::{Contender, compare, ns_per_operation};
use loadline_toolkit::executor::{Executor, OnFull};
use std::{hint::black_box, sync::Arc, time::Duration};
use tokio::sync::Semaphore;

const WORKERS: usize = 50;
/// Tasks that are handed over before their results are waited for.
const ROUND: u64 = 500;
const ROUNDS: u64 = 100;

/// Measures both.
pub fn run() {
    for (what, yields) in
        [("executor: a task that is ready at once", 0), ("executor: a task that yields twice", 2)]
    {
        let runtime = runtime();
        let contenders: Vec<Contender> = vec![
            (
                "loadline",
                Box::new(|| ns_per_operation(ROUND * ROUNDS, || runtime.block_on(ours(yields)))),
            ),
            (
                "tokio::spawn and a semaphore, no time-out, no figures",
                Box::new(|| ns_per_operation(ROUND * ROUNDS, || runtime.block_on(theirs(yields)))),
            ),
        ];
        compare(what, "ns CPU", contenders);
    }
}

async fn task(number: u64, yields: u32) -> u64 {
    for _ in 0..yields {
        tokio::task::yield_now().await;
    }
    number
}

async fn ours(yields: u32) {
    let wait = OnFull::Wait(Duration::from_secs(60));
    let executor = Executor::builder()
        .workers(WORKERS)
        .queue(1_000)
        .on_full(wait)
        .build()
        .expect("sound settings");
    for _ in 0..ROUNDS {
        let mut handles = Vec::with_capacity(ROUND as usize);
        for number in 0..ROUND {
            handles.push(executor.spawn(task(number, yields)).await.expect("room"));
        }
        for handle in handles {
            black_box(handle.await.expect("a result"));
        }
    }
}

async fn theirs(yields: u32) {
    let workers = Arc::new(Semaphore::new(WORKERS));
    for _ in 0..ROUNDS {
        let mut handles = Vec::with_capacity(ROUND as usize);
        for number in 0..ROUND {
            let workers = Arc::clone(&workers);
            handles.push(tokio::spawn(async move {
                let _permit = workers.acquire_owned().await;
                task(number, yields).await
            }));
        }
        for handle in handles {
            black_box(handle.await.expect("a result"));
        }
    }
}
