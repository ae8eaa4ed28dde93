//! The breaker as a tower layer.

use super::{Breaker, BreakerService, IfTransient};
use std::sync::Arc;
use tower_layer::Layer;

/// Puts a [`Breaker`] around a service. All services made by one layer share it.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// use loadline_toolkit::{breaker::{Breaker, BreakerLayer}, deadline::DeadlineExceeded};
/// use tower::{Layer, ServiceExt, service_fn};
///
/// let doubles = service_fn(|n: u32| async move { Ok::<_, DeadlineExceeded>(2 * n) });
/// let breaker = Breaker::builder().build().expect("what is set by itself is valid");
/// let service = BreakerLayer::new(breaker.clone()).layer(doubles);
/// assert_eq!(service.clone().oneshot(21).await, Ok(42));
/// breaker.force_open();
/// assert!(service.oneshot(21).await.is_err());
/// # }
/// ```
#[derive(Debug)]
pub struct BreakerLayer<J = IfTransient> {
    breaker: Breaker,
    judge: Arc<J>,
}

impl BreakerLayer {
    /// Counts those errors as failures that are [`Transient`](crate::Transient).
    #[must_use]
    pub fn new(breaker: Breaker) -> Self {
        Self::with(breaker, IfTransient)
    }
}

impl<J> BreakerLayer<J> {
    /// Counts those outcomes as failures that `judge` says are.
    #[must_use]
    pub fn with(breaker: Breaker, judge: J) -> Self {
        Self { breaker, judge: Arc::new(judge) }
    }
}

impl<J> Clone for BreakerLayer<J> {
    fn clone(&self) -> Self {
        Self { breaker: self.breaker.clone(), judge: Arc::clone(&self.judge) }
    }
}

impl<S, J> Layer<S> for BreakerLayer<J> {
    type Service = BreakerService<S, J>;

    fn layer(&self, inner: S) -> Self::Service {
        BreakerService::new(inner, self.breaker.clone(), Arc::clone(&self.judge))
    }
}
