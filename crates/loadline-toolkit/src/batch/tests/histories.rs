//! Random histories: callers come, go away and time out; whatever happens, nothing is lost or answered twice.

use crate::batch::{BatchError, Batcher, Linger};
use fastrand::Rng;
use std::{
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::{
    task::JoinSet,
    time::{sleep, timeout},
};

const MS: Duration = Duration::from_millis(1);

/// One history: settings, callers and times all from the seed.
async fn history(seed: u64) {
    let mut random = Rng::with_seed(seed);
    let max_items = random.usize(1..8);
    let concurrency = random.usize(1..4);
    let sent = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&sent);
    // Well below the time-out or well above it.
    let took = if random.u32(0..4) > 0 { MS * random.u32(0..25) } else { MS * 50 };
    let linger = if random.bool() { Linger::Adaptive } else { Linger::Full };
    let batcher = Batcher::builder()
        .max_items(max_items)
        .max_wait(MS * random.u32(0..30))
        .max_bytes(random.usize(3..30), |_: &u32| 3)
        .concurrency(concurrency)
        .queue(max_items + random.usize(0..10))
        .linger(linger)
        .time_out(MS * 30)
        .build(move |batch: Vec<u32>| {
            assert!(batch.len() <= max_items, "too many");
            seen.lock().expect("free").extend(batch.iter().copied());
            let broken = batch.contains(&13);
            async move {
                sleep(took).await;
                assert!(!broken, "thirteen");
                batch.into_iter().map(|n| if n % 7 == 0 { Err(n) } else { Ok(n) }).collect()
            }
        })
        .expect("sound settings");
    let mut callers = JoinSet::new();
    for number in 0..random.u32(1..80) {
        let (caller, patience) = (batcher.clone(), MS * random.u32(1..400));
        callers.spawn(async move {
            match timeout(patience, caller.submit(number)).await {
                Ok(Ok(n)) => assert!(n == number && n % 7 != 0, "seed {seed}: {n} for {number}"),
                Ok(Err(BatchError::Failed(n))) => assert!(n == number && n % 7 == 0, "seed {seed}"),
                Ok(Err(BatchError::TimedOut { .. } | BatchError::Panicked { .. })) | Err(_) => {}
                Ok(Err(other)) => panic!("seed {seed}: {other}"),
            }
        });
        if random.bool() {
            sleep(MS * random.u32(0..20)).await;
        }
        let stats = batcher.stats();
        assert!(stats.in_flight <= concurrency, "seed {seed}");
    }
    callers.join_all().await;
    sleep(MS * 1_000).await;
    let mut sent = sent.lock().expect("free").clone();
    let count = sent.len();
    sent.sort_unstable();
    sent.dedup();
    assert_eq!(sent.len(), count, "seed {seed}: none is sent twice");
    let stats = batcher.stats();
    assert_eq!((stats.waiting, stats.in_flight), (0, 0), "seed {seed}");
    assert_eq!(stats.items, count as u64, "seed {seed}");
    assert_eq!(batcher.submit(1).await.is_ok(), took < MS * 30, "seed {seed}: it still works");
}

#[tokio::test(start_paused = true)]
async fn a_thousand_histories_lose_nothing() {
    for seed in 0..1_000 {
        history(seed).await;
    }
}
