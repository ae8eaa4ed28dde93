//! The rate limit before a tower service.

use super::{CallError, KeyedLimiter, Quota, RateLimitError, RateLimitLayer, RateLimiter};
use crate::{Transient, probe};
use std::{convert::Infallible, sync::Arc, time::Duration};
use tower::{Layer, Service, service_fn};

#[test]
fn the_layer_keeps_the_contract_of_tower() {
    let quota = Quota::per_second(100).burst(3);
    let direct = || RateLimitLayer::new(Arc::new(RateLimiter::new(quota).expect("sound")));
    probe::check(direct, |request| request);
    let keyed = || {
        let limiter = KeyedLimiter::<u64>::builder(quota).build().expect("sound");
        RateLimitLayer::by_key(Arc::new(limiter), |request: &u64| request % 2)
    };
    probe::check(keyed, |request| request);
}

#[tokio::test(start_paused = true)]
async fn a_call_beyond_the_rate_is_refused_with_the_decision() {
    let limiter = Arc::new(RateLimiter::new(Quota::per_second(1)).expect("sound"));
    let layer = RateLimitLayer::new(limiter);
    let mut service = layer.layer(service_fn(|n: u32| async move { Ok::<_, Infallible>(n) }));
    assert_eq!(service.call(1).await, Ok(1));
    let Err(CallError::Limited(refused)) = service.call(2).await else { panic!("beyond the rate") };
    assert!(matches!(refused, RateLimitError::Limited(_)));
    assert_eq!(refused.retry_after(), Some(Duration::from_secs(1)));
}
