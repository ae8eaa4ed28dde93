//! The limiter around a tower service.

use super::{AdaptiveLimitLayer, CallError, LimitError, Limiter, Outcome, doors::Fixed};
use crate::probe;
use std::{convert::Infallible, future::pending, sync::Arc, time::Duration};
use tower::{Layer, Service, ServiceExt, service_fn};

fn limiter(limit: usize, waiters_max: usize) -> Arc<Limiter> {
    let builder = Limiter::builder().algorithm(Fixed(limit)).initial(limit);
    builder.waiting(waiters_max, Duration::from_millis(5)).build().expect("sound")
}

#[test]
fn the_layer_keeps_the_contract_of_tower_when_it_refuses() {
    probe::check(|| AdaptiveLimitLayer::new(limiter(2, 0)), |request| request);
}

#[test]
fn the_layer_keeps_the_contract_of_tower_when_it_waits() {
    probe::check(|| AdaptiveLimitLayer::new(limiter(1, 2)), |request| request);
}

#[tokio::test(start_paused = true)]
async fn results_are_classified_and_a_closure_that_panics_says_nothing() {
    let limiter = limiter(1, 0);
    let layer = AdaptiveLimitLayer::new(Arc::clone(&limiter));
    let layer = layer.classify(|result: &Result<u32, String>| match result {
        Ok(0) => panic!("on purpose"),
        Ok(_) => Outcome::Success,
        Err(_) => Outcome::Dropped,
    });
    let inner = |n: u32| async move { if n < 2 { Ok(n) } else { Err(String::from("no")) } };
    let service = layer.layer(service_fn(inner));
    assert_eq!(service.clone().oneshot(0).await, Ok(0));
    assert_eq!(service.clone().oneshot(1).await, Ok(1));
    assert_eq!(service.oneshot(2).await, Err(CallError::Inner(String::from("no"))));
    let stats = limiter.stats();
    assert_eq!((stats.ignored, stats.success, stats.dropped, stats.in_flight), (1, 1, 1, 0));
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_given_up_frees_its_room_and_says_what_it_was_told_to() {
    let limiter = limiter(1, 0);
    let layer = AdaptiveLimitLayer::new(Arc::clone(&limiter)).cancelled(Outcome::Dropped);
    let mut service = layer.layer(service_fn(|()| pending::<Result<(), Infallible>>()));
    let under_way = service.call(());
    let refused = service.call(()).await.expect_err("no room");
    assert_eq!(refused, CallError::Limited(LimitError::Full { limit: 1 }));
    drop(under_way);
    let stats = limiter.stats();
    assert_eq!((stats.dropped, stats.in_flight), (1, 0));
}

#[tokio::test(start_paused = true)]
async fn a_call_that_waits_is_made_once_there_is_room() {
    let limiter = limiter(1, 1);
    let layer = AdaptiveLimitLayer::new(Arc::clone(&limiter));
    let mut service = layer.layer(service_fn(|n: u32| async move {
        tokio::time::sleep(Duration::from_millis(1)).await;
        Ok::<_, Infallible>(n)
    }));
    let (first, second) = (service.call(1), service.call(2));
    assert_eq!(tokio::join!(first, second), (Ok(1), Ok(2)));
    assert_eq!(limiter.stats().waits.count(), 1);
}
