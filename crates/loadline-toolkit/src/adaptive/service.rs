//! The limited service. It is ready when the service inside is; the limit is asked at the call, so readiness never holds
//! room that others could use. A call that has to wait takes the ready service along.

use super::{AdaptiveLimitLayer, CallError, Classify, ResponseFuture};
use std::{
    mem,
    sync::Arc,
    task::{Context, Poll},
};
use tower_service::Service;

/// A service with a limiter around it, made by [`AdaptiveLimitLayer`].
#[derive(Debug)]
pub struct AdaptiveLimit<S, C> {
    inner: S,
    layer: AdaptiveLimitLayer<C>,
}

impl<S, C> AdaptiveLimit<S, C> {
    pub(super) const fn new(inner: S, layer: AdaptiveLimitLayer<C>) -> Self {
        Self { inner, layer }
    }
}

impl<S: Clone, C> Clone for AdaptiveLimit<S, C> {
    fn clone(&self) -> Self {
        Self { inner: self.inner.clone(), layer: self.layer.clone() }
    }
}

impl<S, C, R> Service<R> for AdaptiveLimit<S, C>
where
    S: Service<R> + Clone,
    C: Classify<S::Response, S::Error>,
{
    type Response = S::Response;
    type Error = CallError<S::Error>;
    type Future = ResponseFuture<S, C, R>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.inner.poll_ready(cx).map_err(CallError::Inner)
    }

    fn call(&mut self, request: R) -> Self::Future {
        let AdaptiveLimitLayer { limiter, partition, cancelled, classify } = &self.layer;
        let (cancelled, classify) = (*cancelled, Arc::clone(classify));
        if !limiter.may_wait() {
            return match limiter.try_acquire_in(*partition) {
                Ok(guard) => {
                    let future = self.inner.call(request);
                    ResponseFuture::running(future, guard.if_dropped(cancelled), classify)
                }
                Err(error) => ResponseFuture::refused(error, cancelled, classify),
            };
        }
        let next = self.inner.clone();
        let ready = mem::replace(&mut self.inner, next);
        let (limiter, partition) = (Arc::clone(limiter), *partition);
        let acquire = Box::pin(async move { limiter.acquire_in(partition).await });
        ResponseFuture::waiting(acquire, ready, request, cancelled, classify)
    }
}
