//! The policy as a tower layer.

use super::{ByTransient, Cloned, Repeat, RetryPolicy, RetryService};
use std::sync::Arc;
use tower_layer::Layer;

/// Puts a [`RetryPolicy`] around a service.
///
/// ```
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() {
/// use loadline_toolkit::{deadline::DeadlineExceeded, retry::{RetryLayer, RetryPolicy}};
/// use tower::{Layer, ServiceExt, service_fn};
///
/// let doubles = service_fn(|n: u32| async move { Ok::<_, DeadlineExceeded>(2 * n) });
/// let service = RetryLayer::new(RetryPolicy::exponential()).layer(doubles);
/// assert_eq!(service.oneshot(21).await, Ok(42));
/// # }
/// ```
#[derive(Debug)]
pub struct RetryLayer<P = Cloned, C = ByTransient> {
    parts: Arc<Parts<P, C>>,
}

/// What every call of a layer's services shares.
#[derive(Debug)]
pub(super) struct Parts<P, C> {
    pub(super) policy: RetryPolicy,
    pub(super) repeat: P,
    pub(super) classify: C,
}

impl RetryLayer {
    /// Tries each request again by cloning it, and goes by what errors say of themselves.
    #[must_use]
    pub fn new(policy: RetryPolicy) -> Self {
        Self::with(policy, Cloned, ByTransient)
    }
}

impl<P, C> RetryLayer<P, C> {
    /// Tries those requests again that `repeat` copies, on the verdict of `classify`.
    #[must_use]
    pub fn with(policy: RetryPolicy, repeat: P, classify: C) -> Self {
        Self { parts: Arc::new(Parts { policy, repeat, classify }) }
    }
}

impl<P, C> Parts<P, C> {
    /// The copy of a request that is about to be tried for the `tries`-th time, where another try may follow.
    pub(super) fn spare<R>(&self, tries: u32, request: &R) -> Option<R>
    where
        P: Repeat<R>,
    {
        if self.policy.is_last(tries) { None } else { self.repeat.repeat(request) }
    }
}

impl<P, C> Clone for RetryLayer<P, C> {
    fn clone(&self) -> Self {
        Self { parts: Arc::clone(&self.parts) }
    }
}

impl<S, P, C> Layer<S> for RetryLayer<P, C> {
    type Service = RetryService<S, P, C>;

    fn layer(&self, inner: S) -> Self::Service {
        RetryService::new(inner, Arc::clone(&self.parts))
    }
}
