//! The callers of the probe: a few tasks on a paused clock that ask for readiness, call, cancel, clone, wait and give up
//! in an order drawn from a seed. Afterwards every slot of the mock has to be free and nothing may have been broken.

use super::Mock;
use std::{
    future::{Future, poll_fn},
    pin::pin,
    task::Poll,
    time::Duration,
};
use tokio::{runtime::Builder, task::LocalSet, time};
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
/// With the seed, when a call was made without readiness, readiness was kept for ever, or a caller hangs.
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
    let callers = LocalSet::new();
    for caller in 0..CALLERS {
        let (service, mut rng, make_request) = (service.clone(), rng.fork(), make_request.clone());
        callers.spawn_local(async move {
            let mut service = service;
            for step in 0..STEPS {
                service = take_step(service, &mut rng, make_request(caller * STEPS + step)).await;
            }
        });
    }
    drop(service);
    assert!(time::timeout(HANGS_AFTER, callers).await.is_ok(), "a caller hangs (seed {seed})");
    time::sleep(HANGS_AFTER).await;
    assert_eq!(mock.violations(), Vec::<&str>::new(), "the contract was broken (seed {seed})");
    assert_eq!(mock.slots_free(), slots, "readiness was lost (seed {seed})");
}

/// One thing that a caller may do with a service, by chance; what it goes on with is given back. Errors, those of
/// readiness included, are answers as good as any: the service is replaced by a clone of itself.
async fn take_step<S, R>(mut service: S, rng: &mut fastrand::Rng, request: R) -> S
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
        1 => drop(tokio::task::spawn_local(async { drop(call.await) })),
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
