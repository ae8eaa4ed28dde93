//! The limiter as a tower layer, and how it is told from a call's result how the call went.

use super::{AdaptiveLimit, Limiter, Outcome, Partition};
use std::sync::Arc;
use tower_layer::Layer;

/// Puts a limiter around a service. Services made by one layer, and their clones, share its limiter.
///
/// ```
/// use loadline_toolkit::adaptive::{AdaptiveLimitLayer, Limiter, Outcome};
/// use std::io;
/// use tower::{Layer, ServiceExt, service_fn};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let limiter = Limiter::builder().build().expect("sound");
/// let layer = AdaptiveLimitLayer::new(limiter.clone()).classify(|result: &Result<u32, io::Error>| match result {
///     Ok(_) => Outcome::Success,
///     Err(error) if error.kind() == io::ErrorKind::TimedOut => Outcome::Dropped,
///     Err(_) => Outcome::Ignored,
/// });
/// let service = layer.layer(service_fn(|n: u32| async move { Ok::<_, io::Error>(n + 1) }));
/// assert_eq!(service.oneshot(1).await.expect("let in"), 2);
/// assert_eq!(limiter.stats().success, 1);
/// # }
/// ```
#[derive(Debug)]
pub struct AdaptiveLimitLayer<C = ErrorsIgnored> {
    pub(super) limiter: Arc<Limiter>,
    pub(super) partition: Partition,
    pub(super) cancelled: Outcome,
    pub(super) classify: Arc<C>,
}

/// Says from a call's result how the call went.
pub trait Classify<T, E> {
    /// How it went. One that panics says [`Outcome::Ignored`].
    fn outcome(&self, result: &Result<T, E>) -> Outcome;
}

impl<T, E, F: Fn(&Result<T, E>) -> Outcome> Classify<T, E> for F {
    fn outcome(&self, result: &Result<T, E>) -> Outcome {
        self(result)
    }
}

/// Answers are successes, errors are ignored: they may be quick or slow for reasons of their own.
#[derive(Debug, Clone, Copy, Default)]
pub struct ErrorsIgnored;

impl<T, E> Classify<T, E> for ErrorsIgnored {
    fn outcome(&self, result: &Result<T, E>) -> Outcome {
        if result.is_ok() { Outcome::Success } else { Outcome::Ignored }
    }
}

impl AdaptiveLimitLayer {
    /// Calls are let in by `limiter`; answers are successes, errors are ignored.
    #[must_use]
    pub fn new(limiter: Arc<Limiter>) -> Self {
        let (partition, cancelled) = (Partition::default(), Outcome::Ignored);
        Self { limiter, partition, cancelled, classify: Arc::new(ErrorsIgnored) }
    }
}

impl<C> AdaptiveLimitLayer<C> {
    /// Calls of this layer's services belong to a partition.
    #[must_use]
    pub const fn partition(mut self, partition: Partition) -> Self {
        self.partition = partition;
        self
    }

    /// What it means when a caller gives up while its call is under way. Default: ignored. Where callers give up because
    /// of their own time-outs, [`Outcome::Dropped`] tells the limit about them.
    #[must_use]
    pub const fn cancelled(mut self, outcome: Outcome) -> Self {
        self.cancelled = outcome;
        self
    }

    /// How a call went is said by `classify`, a closure over the result or any other [`Classify`].
    #[must_use]
    pub fn classify<D>(self, classify: D) -> AdaptiveLimitLayer<D> {
        let Self { limiter, partition, cancelled, classify: _ } = self;
        AdaptiveLimitLayer { limiter, partition, cancelled, classify: Arc::new(classify) }
    }
}

impl<C> Clone for AdaptiveLimitLayer<C> {
    fn clone(&self) -> Self {
        let (partition, cancelled) = (self.partition, self.cancelled);
        let (limiter, classify) = (Arc::clone(&self.limiter), Arc::clone(&self.classify));
        Self { limiter, partition, cancelled, classify }
    }
}

impl<S, C> Layer<S> for AdaptiveLimitLayer<C> {
    type Service = AdaptiveLimit<S, C>;

    fn layer(&self, inner: S) -> Self::Service {
        AdaptiveLimit::new(inner, self.clone())
    }
}
