//! The callers of the probe: a few tasks on a paused clock that ask for readiness, call, cancel, clone, wait and give up
//! in an order drawn from a seed. Afterwards every slot of the mock has to be free and nothing may have been broken.

use super::Mock;
use std::{
    future::{Future, poll_fn},
    pin::pin,
    task::Poll,
    time::Duration,
};
use tokio::{
    runtime::Builder,
    task::{JoinSet, LocalSet},
    time,
};
use tower::{Layer, Service, ServiceExt};

/// Histories per check.
const SEEDS: u64 = 200;
/// Callers at once, and what each of them does before it ends.
const CALLERS: u64 = 4;
const STEPS: u64 = 12;
/// Whoever is not done in an hour of the paused clock never will be.
const HANGS_AFTER: Duration = Duration::from_secs(3600);

/// Drives the service that each layer of `make_layer` puts around a [`Mock`], with requests made from numbers, through
/// 200 histories of readiness, clones and cancellation.
///
/// # Panics
/// With the seed, when a call was made without readiness, readiness was kept for ever, a caller hangs, or the
/// service panics.
pub(crate) fn check<L, R>(
    make_layer: impl Fn() -> L,
    make_request: impl Fn(u64) -> R + Clone + 'static,
) where
    L: Layer<Mock>,
    L::Service: Service<R> + Clone + 'static,
    <L::Service as Service<R>>::Future: 'static,
    R: 'static,
{
    for seed in 0..SEEDS {
        let runtime = Builder::new_current_thread().enable_time().start_paused(true).build();
        let runtime = runtime.expect("a runtime without sockets can be built");
        runtime.block_on(history(seed, &make_layer, make_request.clone()));
    }
}

/// One history.
async fn history<L, R>(
    seed: u64,
    make_layer: impl Fn() -> L,
    make_request: impl Fn(u64) -> R + Clone + 'static,
) where
    L: Layer<Mock>,
    L::Service: Service<R> + Clone + 'static,
    <L::Service as Service<R>>::Future: 'static,
    R: 'static,
{
    let mut rng = fastrand::Rng::with_seed(seed);
    let slots = rng.usize(1..=3);
    let mock = Mock::new(rng.u64(..), slots);
    let service = make_layer().layer(mock.clone());
    let (local, mut callers) = (LocalSet::new(), JoinSet::new());
    for caller in 0..CALLERS {
        let (service, rng, make_request) = (service.clone(), rng.fork(), make_request.clone());
        let requests = (0..STEPS).map(move |step| make_request(caller * STEPS + step));
        callers.spawn_local_on(take_steps(service, rng, requests), &local);
    }
    drop(service);
    let ended = local.run_until(time::timeout(HANGS_AFTER, async {
        while let Some(caller) = callers.join_next().await {
            assert!(caller.is_ok(), "a caller panicked (seed {seed})");
        }
    }));
    assert!(ended.await.is_ok(), "a caller hangs (seed {seed})");
    time::sleep(HANGS_AFTER).await;
    assert_eq!(mock.violations(), Vec::<&str>::new(), "the contract was broken (seed {seed})");
    assert_eq!(mock.slots_free(), slots, "readiness was lost (seed {seed})");
}

/// All that one caller does; calls it left under way end with it.
async fn take_steps<S, R>(mut service: S, mut rng: fastrand::Rng, requests: impl Iterator<Item = R>)
where
    S: Service<R> + Clone + 'static,
    S::Future: 'static,
{
    let mut left_under_way = JoinSet::new();
    for request in requests {
        service = take_step(service, &mut rng, request, &mut left_under_way).await;
    }
    while let Some(call) = left_under_way.join_next().await {
        assert!(call.is_ok(), "a call panicked");
    }
}

/// One thing that a caller may do with a service, by chance; what it goes on with is given back. Errors, those of
/// readiness included, are answers as good as any: the service is replaced by a clone of itself.
async fn take_step<S, R>(
    mut service: S,
    rng: &mut fastrand::Rng,
    request: R,
    left_under_way: &mut JoinSet<()>,
) -> S
where
    S: Service<R> + Clone + 'static,
    S::Future: 'static,
{
    let fresh = service.clone();
    match rng.u8(..8) {
        // Gives up while it waits for readiness.
        0 => {
            cut_off(service.ready(), rng.usize(..3)).await;
            return fresh;
        }
        // Becomes ready and is dropped.
        1 => {
            let _ = service.ready().await;
            return fresh;
        }
        // Goes on with a clone of a ready service.
        2 => {
            let _ = service.ready().await;
            return service.clone();
        }
        _ => {}
    }
    if service.ready().await.is_err() {
        return fresh;
    }
    // Asks again, or waits, before it calls.
    match rng.u8(..3) {
        0 => drop(service.ready().await),
        1 => time::sleep(Duration::from_millis(rng.u64(..50))).await,
        _ => {}
    }
    let call = service.call(request);
    match rng.u8(..4) {
        // Cancels the call, before its first poll or later.
        0 => cut_off(call, rng.usize(..3)).await,
        // Has several calls under way.
        1 => drop(left_under_way.spawn_local(async { drop(call.await) })),
        _ => drop(call.await),
    }
    service
}

/// Polls `work` at most `polls` times and drops it.
async fn cut_off<F: Future>(work: F, polls: usize) {
    let mut work = pin!(work);
    let mut left = polls;
    poll_fn(|cx| match left.checked_sub(1) {
        None => Poll::Ready(()),
        Some(less) => {
            left = less;
            work.as_mut().poll(cx).map(drop)
        }
    })
    .await;
}
