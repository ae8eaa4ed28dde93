//! The rate-limited service. It is ready when the service inside is; the limiter is asked at the call, and the ready service
//! goes along with the call until that is decided.

use super::{Annotate, CallError, Check, ResponseFuture};
use std::{
    mem,
    task::{Context, Poll},
};
use tower_service::Service;

/// A service with a rate limit before it, made by [`RateLimitLayer`](super::RateLimitLayer).
#[derive(Debug, Clone)]
pub struct RateLimit<S, C, A> {
    inner: S,
    check: C,
    annotate: A,
}

impl<S, C, A> RateLimit<S, C, A> {
    pub(super) const fn new(inner: S, check: C, annotate: A) -> Self {
        Self { inner, check, annotate }
    }
}

impl<S, C, A, R> Service<R> for RateLimit<S, C, A>
where
    S: Service<R> + Clone,
    C: Check<R>,
    A: Annotate<S::Response> + Clone,
{
    type Response = S::Response;
    type Error = CallError<S::Error>;
    type Future = ResponseFuture<S, C::Future, A, R>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.inner.poll_ready(cx).map_err(CallError::Inner)
    }

    fn call(&mut self, request: R) -> Self::Future {
        let next = self.inner.clone();
        let ready = mem::replace(&mut self.inner, next);
        let decision = self.check.check(&request);
        ResponseFuture::new(decision, ready, request, self.annotate.clone())
    }
}
