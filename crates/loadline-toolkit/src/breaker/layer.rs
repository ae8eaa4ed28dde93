//! The breaker as a tower layer.

use super::{Breaker, BreakerService, IfTransient};
use std::{borrow::Borrow, sync::Arc};
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
    parts: Parts<J>,
}

/// What every call of a layer's services shares: one count of references to it instead of two.
#[derive(Debug)]
pub(super) struct Parts<J>(Arc<(Breaker, J)>);

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
        Self { parts: Parts(Arc::new((breaker, judge))) }
    }
}

impl<J> Clone for BreakerLayer<J> {
    fn clone(&self) -> Self {
        Self { parts: self.parts.clone() }
    }
}

impl<S, J> Layer<S> for BreakerLayer<J> {
    type Service = BreakerService<S, J>;

    fn layer(&self, inner: S) -> Self::Service {
        BreakerService::new(inner, self.parts.clone())
    }
}

impl<J> Parts<J> {
    pub(super) fn breaker(&self) -> &Breaker {
        &self.0.0
    }

    pub(super) fn judge(&self) -> &J {
        &self.0.1
    }
}

impl<J> Clone for Parts<J> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<J> Borrow<Breaker> for Parts<J> {
    fn borrow(&self) -> &Breaker {
        self.breaker()
    }
}
