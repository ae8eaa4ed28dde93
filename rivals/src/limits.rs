//! Limits: a rate for everyone beside governor's, a rate for each of ten thousand keys beside governor's, and an adaptive
//! limit around a tower service beside tower-resilience's, both by AIMD.

use crate::cost::{Contender, compare, ns_per_operation};
use governor::Quota as TheirQuota;
use loadline_toolkit::{
    adaptive::{AdaptiveLimitLayer, Aimd, Gradient2, Limiter},
    limiter::{KeyedLimiter, Quota, RateLimiter},
};
use std::{
    convert::Infallible,
    future::{Ready, ready},
    hint::black_box,
    num::NonZeroU32,
    time::{Duration, Instant},
};
use tower::{Layer, Service, ServiceExt, service_fn};
use tower_resilience_adaptive::{AdaptiveLimiterLayer, Aimd as TheirAimd};

const CHECKS: u64 = 2_000_000;
const KEYS: u64 = 10_000;
/// Rates that grant everything and next to nothing.
const ALL: u32 = 1_000_000_000;
const FEW: u32 = 1_000;
const BURST: u32 = 100;

/// Measures each.
pub fn run() {
    direct("rate limit: check, granted", ALL, ALL);
    direct("rate limit: check, limited", FEW, BURST);
    keyed();
    adaptive();
}

fn theirs(rate: u32, burst: u32) -> TheirQuota {
    let positive = |count| NonZeroU32::new(count).expect("above zero");
    TheirQuota::per_second(positive(rate)).allow_burst(positive(burst))
}

fn direct(what: &str, rate: u32, burst: u32) {
    let ours = RateLimiter::new(Quota::per_second(rate).burst(burst)).expect("sound");
    let theirs = governor::RateLimiter::direct(theirs(rate, burst));
    let checks = |check: &dyn Fn() -> bool| {
        ns_per_operation(CHECKS, || {
            for _ in 0..CHECKS {
                black_box(check());
            }
        })
    };
    let now = tokio::time::Instant::from_std(Instant::now());
    let contenders: Vec<Contender> = vec![
        ("loadline", Box::new(|| checks(&|| ours.check().is_ok()))),
        ("loadline, the time given", Box::new(|| checks(&|| ours.check_n_at(1, now).is_ok()))),
        ("governor", Box::new(|| checks(&|| theirs.check().is_ok()))),
    ];
    compare(what, "ns CPU", contenders);
}

fn keyed() {
    let ours = KeyedLimiter::<u64>::builder(Quota::per_second(FEW).burst(BURST)).build();
    let ours = ours.expect("sound");
    let theirs = governor::RateLimiter::dashmap(theirs(FEW, BURST));
    let checks = |check: &dyn Fn(&u64) -> bool| {
        ns_per_operation(CHECKS, || {
            for number in 0..CHECKS {
                // A step that is no divisor visits the keys out of order.
                black_box(check(&(number * 7_919 % KEYS)));
            }
        })
    };
    let contenders: Vec<Contender> = vec![
        ("loadline", Box::new(|| checks(&|key| ours.check(key).is_ok()))),
        ("governor", Box::new(|| checks(&|key| theirs.check_key(key).is_ok()))),
    ];
    compare("rate limit: check one of 10,000 keys", "ns CPU", contenders);
}

fn adaptive() {
    const SLOW: Duration = Duration::from_millis(100);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
    let runtime = runtime.expect("a runtime without drivers but time");
    let ours = Limiter::builder().algorithm(Aimd::new(SLOW)).build().expect("sound");
    let default = Limiter::builder().algorithm(Gradient2::default()).build().expect("sound");
    let theirs = TheirAimd::builder().initial_limit(20).min_limit(1).max_limit(1_000);
    let theirs = theirs.latency_threshold(SLOW).build().expect("sound");
    let mut ours = AdaptiveLimitLayer::new(ours).layer(service_fn(answer));
    let mut default = AdaptiveLimitLayer::new(default).layer(service_fn(answer));
    let mut theirs = AdaptiveLimiterLayer::new(theirs).layer(service_fn(answer));
    let runtime = &runtime;
    let contenders: Vec<Contender> = vec![
        ("loadline, AIMD", Box::new(move || runtime.block_on(calls(&mut ours)))),
        ("loadline, Gradient2", Box::new(move || runtime.block_on(calls(&mut default)))),
        ("tower-resilience, AIMD", Box::new(move || runtime.block_on(calls(&mut theirs)))),
    ];
    compare("adaptive limit: call", "ns CPU", contenders);
}

fn answer(number: u64) -> Ready<Result<u64, Infallible>> {
    ready(Ok(number))
}

async fn calls<S: Service<u64>>(service: &mut S) -> f64 {
    let begin = crate::cost::cpu_time();
    for number in 0..CHECKS {
        let Ok(service) = service.ready().await else { continue };
        let _ = black_box(service.call(number).await);
    }
    (crate::cost::cpu_time() - begin).as_nanos() as f64 / CHECKS as f64
}
