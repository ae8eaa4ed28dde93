//! What a rate-limited service asks: a limiter of any kind, and how the key is found in a request.

use super::{Decision, KeyedLimiter, RateLimitError, RateLimiter};
use std::{
    fmt,
    future::{Future, Ready, ready},
    hash::{BuildHasher, Hash, RandomState},
    sync::Arc,
};

/// Decides on requests.
pub trait Check<R> {
    /// The decision to come.
    type Future: Future<Output = Result<Decision, RateLimitError>>;

    /// Decides on a request.
    fn check(&self, request: &R) -> Self::Future;
}

impl<R> Check<R> for Arc<RateLimiter> {
    type Future = Ready<Result<Decision, RateLimitError>>;

    fn check(&self, _request: &R) -> Self::Future {
        ready(RateLimiter::check(self))
    }
}

/// A keyed limiter with the way to find a request's key.
pub struct ByKey<K, F, S = RandomState> {
    limiter: Arc<KeyedLimiter<K, S>>,
    key: F,
}

impl<K, F, S> ByKey<K, F, S> {
    pub(super) const fn new(limiter: Arc<KeyedLimiter<K, S>>, key: F) -> Self {
        Self { limiter, key }
    }
}

impl<K: Clone + Eq + Hash, F: Fn(&R) -> K, S: BuildHasher, R> Check<R> for ByKey<K, F, S> {
    type Future = Ready<Result<Decision, RateLimitError>>;

    fn check(&self, request: &R) -> Self::Future {
        ready(self.limiter.check::<K>(&(self.key)(request)))
    }
}

impl<K, F: Clone, S> Clone for ByKey<K, F, S> {
    fn clone(&self) -> Self {
        Self { limiter: Arc::clone(&self.limiter), key: self.key.clone() }
    }
}

impl<K, F, S> fmt::Debug for ByKey<K, F, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ByKey").finish_non_exhaustive()
    }
}

/// Writes the decision on a request into its answer.
pub trait Annotate<T> {
    /// Writes it.
    fn annotate(&self, answer: &mut T, decision: &Decision);
}

impl<T, F: Fn(&mut T, &Decision)> Annotate<T> for F {
    fn annotate(&self, answer: &mut T, decision: &Decision) {
        self(answer, decision);
    }
}

/// Leaves answers as they are.
#[derive(Debug, Clone, Copy, Default)]
pub struct NotAnnotated;

impl<T> Annotate<T> for NotAnnotated {
    fn annotate(&self, _answer: &mut T, _decision: &Decision) {}
}
