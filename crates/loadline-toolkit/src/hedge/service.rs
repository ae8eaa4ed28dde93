//! A service whose slow calls are made twice. The instance that said it is ready makes the first call, and a clone stays
//! behind; for the second call the calling instance is asked for readiness anew.

use super::{
    Hedge, HedgeFuture,
    race::{Race, Second},
};
use crate::retry::Repeat;
use std::{
    fmt,
    sync::Arc,
    task::{Context, Poll, ready},
};
use tower_service::Service;

/// A service under a [`Hedge`].
pub struct HedgeService<S, P> {
    inner: S,
    hedge: Hedge,
    repeat: Arc<P>,
}

/// Begins the second call on the service that made the first.
pub(super) struct OnService<S, R> {
    service: S,
    request: Option<R>,
}

impl<S, P> HedgeService<S, P> {
    pub(super) const fn new(inner: S, hedge: Hedge, repeat: Arc<P>) -> Self {
        Self { inner, hedge, repeat }
    }
}

impl<S, P, R> Service<R> for HedgeService<S, P>
where
    S: Service<R> + Clone,
    P: Repeat<R>,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = HedgeFuture<S, R>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: R) -> Self::Future {
        let fresh = self.inner.clone();
        let mut service = std::mem::replace(&mut self.inner, fresh);
        let copy = self.repeat.repeat(&request);
        let first = service.call(request);
        let again = copy.map(|copy| OnService { service, request: Some(copy) });
        HedgeFuture::new(Race::new(self.hedge.clone(), first, again))
    }
}

impl<S: Service<R>, R> Second<S::Future> for OnService<S, R> {
    fn poll_begin(&mut self, cx: &mut Context<'_>) -> Poll<Option<S::Future>> {
        // A service that is at its end makes no second call; what the first comes to is unchanged.
        if ready!(self.service.poll_ready(cx)).is_err() {
            return Poll::Ready(None);
        }
        Poll::Ready(self.request.take().map(|request| self.service.call(request)))
    }
}

impl<S: Clone, P> Clone for HedgeService<S, P> {
    fn clone(&self) -> Self {
        let (hedge, repeat) = (self.hedge.clone(), Arc::clone(&self.repeat));
        Self { inner: self.inner.clone(), hedge, repeat }
    }
}

impl<S: fmt::Debug, P> fmt::Debug for HedgeService<S, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HedgeService").field("inner", &self.inner).finish_non_exhaustive()
    }
}
