//! A service whose calls have a deadline. A call without time left is not begun, and readiness that it did not use is
//! kept for the next one.

use super::{Deadline, DeadlineError, DeadlineFuture, layer::Parts};
use std::{
    fmt,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};
use tower_service::Service;

/// Finds in a request how much time its sender has left. Closures are finders; a panic in one is the caller's.
pub trait TimeLeft<R> {
    /// The time that is left; `None` where the request says nothing of it.
    fn time_left(&self, request: &R) -> Option<Duration>;
}

/// Requests say nothing; the layer's limit is all there is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OnlyTheLimit;

/// A service whose calls have a [`Deadline`].
pub struct DeadlineService<S, G> {
    inner: S,
    parts: Arc<Parts<G>>,
}

impl<S, G> DeadlineService<S, G> {
    pub(super) const fn new(inner: S, parts: Arc<Parts<G>>) -> Self {
        Self { inner, parts }
    }
}

impl<S, G, R> Service<R> for DeadlineService<S, G>
where
    S: Service<R>,
    G: TimeLeft<R>,
{
    type Response = S::Response;
    type Error = DeadlineError<S::Error>;
    type Future = DeadlineFuture<S::Future, G>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.inner.poll_ready(cx).map_err(DeadlineError::Inner)
    }

    fn call(&mut self, request: R) -> Self::Future {
        let Parts { limit, time_left, counters } = &*self.parts;
        counters.calls.add(1);
        let left = time_left.time_left(&request).map_or(*limit, |left| left.min(*limit));
        let deadline = Deadline::after(left).or_earlier();
        if deadline.is_over() {
            counters.over_before.add(1);
            tracing::debug!("a call came after its deadline");
            return DeadlineFuture::over();
        }
        let call = deadline.begin(|| self.inner.call(request));
        DeadlineFuture::under_way(call, Arc::clone(&self.parts))
    }
}

impl<S: Clone, G> Clone for DeadlineService<S, G> {
    fn clone(&self) -> Self {
        Self { inner: self.inner.clone(), parts: Arc::clone(&self.parts) }
    }
}

impl<S: fmt::Debug, G> fmt::Debug for DeadlineService<S, G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeadlineService").field("inner", &self.inner).finish_non_exhaustive()
    }
}

impl<R> TimeLeft<R> for OnlyTheLimit {
    fn time_left(&self, _request: &R) -> Option<Duration> {
        None
    }
}

impl<R, F: Fn(&R) -> Option<Duration>> TimeLeft<R> for F {
    fn time_left(&self, request: &R) -> Option<Duration> {
        self(request)
    }
}
