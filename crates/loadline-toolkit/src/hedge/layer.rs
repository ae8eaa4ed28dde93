//! Hedging as a tower layer.

use super::{Hedge, HedgeService};
use std::sync::Arc;
use tower_layer::Layer;

/// Puts a [`Hedge`] around a service, for those requests that can be copied. `P` is a
/// [`Repeat`](crate::retry::Repeat): a closure, or [`Cloned`](crate::retry::Cloned) when each request may be made twice.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// use loadline_toolkit::hedge::{Hedge, HedgeLayer};
/// use tower::{Layer, ServiceExt, service_fn};
///
/// let doubles = service_fn(|n: u32| async move { Ok::<_, ()>(2 * n) });
/// let hedge = Hedge::builder().build().expect("what is set by itself is valid");
/// let only_even = |n: &u32| (n % 2 == 0).then_some(*n);
/// let service = HedgeLayer::new(hedge, only_even).layer(doubles);
/// assert_eq!(service.oneshot(21).await, Ok(42));
/// # }
/// ```
#[derive(Debug)]
pub struct HedgeLayer<P> {
    hedge: Hedge,
    repeat: Arc<P>,
}

impl<P> HedgeLayer<P> {
    /// Hedges those requests that `repeat` copies.
    #[must_use]
    pub fn new(hedge: Hedge, repeat: P) -> Self {
        Self { hedge, repeat: Arc::new(repeat) }
    }
}

impl<P> Clone for HedgeLayer<P> {
    fn clone(&self) -> Self {
        Self { hedge: self.hedge.clone(), repeat: Arc::clone(&self.repeat) }
    }
}

impl<S, P> Layer<S> for HedgeLayer<P> {
    type Service = HedgeService<S, P>;

    fn layer(&self, inner: S) -> Self::Service {
        HedgeService::new(inner, self.hedge.clone(), Arc::clone(&self.repeat))
    }
}
