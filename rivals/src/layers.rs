//! Layers: what each adds to a call of a service that answers at once, beside its rival and beside the bare service.

use crate::cost::{Contender, compare, ns_per_operation};
use loadline_toolkit::{
    Transient,
    breaker::{Breaker, BreakerBuilder, BreakerLayer},
    deadline::DeadlineLayer,
    hedge::{Hedge, HedgeDelay, HedgeLayer},
    retry::{Backoff, Budget, Cloned, RetryLayer, RetryPolicy},
};
use std::{
    future::{Future, Ready, ready},
    hint::black_box,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};
use tokio::runtime::Runtime;
use tower::{Layer, Service, ServiceExt};
use tower_resilience_circuitbreaker::CircuitBreakerLayer as RivalBreaker;
use tower_resilience_hedge::HedgeLayer as RivalHedge;
use tower_resilience_retry::{RetryBudgetBuilder, RetryLayer as RivalRetry};

/// Calls of a round.
const CALLS: u64 = 300_000;
/// Longer than any call here lasts.
const LONG: Duration = Duration::from_secs(60);

/// Measures each.
pub fn run() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .expect("a runtime without drivers but time");
    retry(&runtime);
    retry_of_failures(&runtime);
    breaker(&runtime);
    refusal(&runtime);
    hedge(&runtime);
    deadline(&runtime);
}

fn retry(runtime: &Runtime) {
    let ours = our_retry().layer(Doubles);
    let contenders = vec![
        contender("bare service", runtime, Doubles),
        contender("loadline", runtime, ours),
        contender("tower-resilience", runtime, rival_retry().layer(Doubles)),
    ];
    compare("layers: retry with a budget, a call that succeeds", "ns CPU", contenders);
}

fn retry_of_failures(runtime: &Runtime) {
    let contenders = vec![
        contender("bare service", runtime, Fails),
        contender("loadline", runtime, our_retry().layer(Fails)),
        contender("tower-resilience", runtime, rival_retry().layer(Fails)),
    ];
    compare("layers: retry with a budget that is spent, a call that fails", "ns CPU", contenders);
}

/// Three tries, and ten further ones a second.
fn our_retry() -> RetryLayer {
    let budget = Budget::builder().share(0.0).per_second_min(10).build();
    let policy = RetryPolicy::builder()
        .backoff(Backoff::Constant(Duration::ZERO))
        .budget(Arc::new(budget.expect("settings that can be")))
        .build();
    RetryLayer::new(policy.expect("settings that can be"))
}

fn rival_retry() -> RivalRetry<u64, u64, Fault> {
    let budget = RetryBudgetBuilder::new().token_bucket().tokens_per_second(10.0).build();
    RivalRetry::<u64, u64, Fault>::builder()
        .max_attempts(3)
        .fixed_backoff(Duration::ZERO)
        .budget(budget.expect("settings that can be"))
        .build()
}

fn breaker(runtime: &Runtime) {
    let ours = Breaker::builder();
    let slow = ours.clone().slow_calls(LONG, 0.5);
    let service = |builder: BreakerBuilder| {
        BreakerLayer::new(builder.build().expect("settings that can be")).layer(Doubles)
    };
    let rival = RivalBreaker::builder().sliding_window_size(100).build();
    let contenders = vec![
        contender("bare service", runtime, Doubles),
        contender("loadline", runtime, service(ours)),
        contender("loadline, slow calls counted", runtime, service(slow)),
        contender("tower-resilience", runtime, rival.expect("settings that can be").layer(Doubles)),
    ];
    compare("layers: circuit breaker, closed", "ns CPU", contenders);
}

fn refusal(runtime: &Runtime) {
    let ours = Breaker::builder().build().expect("settings that can be");
    ours.force_open();
    let (rival, handle) =
        RivalBreaker::builder().build_with_handle().expect("settings that can be");
    let rival = rival.layer(Doubles);
    runtime.block_on(handle.force_open());
    let contenders = vec![
        contender("loadline", runtime, BreakerLayer::new(ours).layer(Doubles)),
        contender("tower-resilience", runtime, rival),
    ];
    compare("layers: circuit breaker, open", "ns CPU", contenders);
}

fn hedge(runtime: &Runtime) {
    let fixed = Hedge::builder().delay(HedgeDelay::Fixed(LONG)).build();
    let learned = Hedge::builder().build();
    let layer = |hedge: Hedge| HedgeLayer::new(hedge, Cloned);
    let fixed = layer(fixed.expect("settings that can be"));
    let learned = layer(learned.expect("settings that can be"));
    let rival = RivalHedge::builder().delay(LONG).build();
    let contenders = vec![
        contender("bare service", runtime, Doubles),
        contender("loadline", runtime, fixed.layer(Doubles)),
        contender("loadline, delay learned", runtime, learned.layer(Doubles)),
        contender("tower-resilience", runtime, rival.layer(Doubles)),
    ];
    compare("layers: hedge, a call that answers at once", "ns CPU", contenders);
    let contenders = vec![
        contender("bare service", runtime, Later),
        contender("loadline", runtime, fixed.layer(Later)),
        contender("loadline, delay learned", runtime, learned.layer(Later)),
        contender("tower-resilience", runtime, rival.layer(Later)),
    ];
    compare("layers: hedge, a call that waits once", "ns CPU", contenders);
}

fn deadline(runtime: &Runtime) {
    let ours = DeadlineLayer::new(LONG);
    let by_hand = tower::service_fn(|n| tokio::time::timeout(LONG, Later.call(n)));
    let contenders = vec![
        contender("bare service", runtime, Later),
        contender("loadline", runtime, ours.layer(Later)),
        contender("tokio's timeout alone", runtime, by_hand),
    ];
    compare("layers: deadline, a call that waits once", "ns CPU", contenders);
}

/// A round of calls, one after the other.
fn contender<'a, S>(who: &'a str, runtime: &'a Runtime, mut service: S) -> Contender<'a>
where
    S: Service<u64> + 'a,
{
    let round = move || {
        ns_per_operation(CALLS, || {
            runtime.block_on(async {
                for n in 0..CALLS {
                    let Ok(ready) = service.ready().await else { unreachable!("always ready") };
                    drop(black_box(ready.call(n).await));
                }
            });
        })
    };
    (who, Box::new(round))
}

/// Answers at once.
#[derive(Clone)]
struct Doubles;

/// Fails at once.
#[derive(Clone)]
struct Fails;

/// Answers when polled for the second time.
#[derive(Clone)]
struct Later;

/// The answer of [`Later`].
struct Second {
    n: u64,
    was_polled: bool,
}

/// A failure that may pass.
#[derive(Debug, Clone)]
struct Fault;

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("failed")
    }
}

impl std::error::Error for Fault {}

impl Transient for Fault {
    fn is_transient(&self) -> bool {
        true
    }
}

impl Service<u64> for Doubles {
    type Response = u64;
    type Error = Fault;
    type Future = Ready<Result<u64, Fault>>;

    fn poll_ready(&mut self, _cx: &mut Context<'_>) -> Poll<Result<(), Fault>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, n: u64) -> Self::Future {
        ready(Ok(2 * n))
    }
}

impl Service<u64> for Fails {
    type Response = u64;
    type Error = Fault;
    type Future = Ready<Result<u64, Fault>>;

    fn poll_ready(&mut self, _cx: &mut Context<'_>) -> Poll<Result<(), Fault>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _n: u64) -> Self::Future {
        ready(Err(Fault))
    }
}

impl Service<u64> for Later {
    type Response = u64;
    type Error = Fault;
    type Future = Second;

    fn poll_ready(&mut self, _cx: &mut Context<'_>) -> Poll<Result<(), Fault>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, n: u64) -> Second {
        Second { n, was_polled: false }
    }
}

impl Future for Second {
    type Output = Result<u64, Fault>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        if std::mem::replace(&mut self.was_polled, true) {
            return Poll::Ready(Ok(2 * self.n));
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    }
}
