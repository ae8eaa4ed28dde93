//! A service that tries again. The instance that said it is ready makes the call, and a clone stays behind; each further
//! try asks the calling instance for readiness anew.

use super::{Classify, RetryFuture, layer::Parts};
use std::{
    fmt,
    sync::Arc,
    task::{Context, Poll},
};
use tower_service::Service;

/// Copies a request for a further try, or says that it must not be made twice. Closures are copiers.
pub trait Repeat<R> {
    /// The copy; `None` when one try is all that this request allows.
    fn repeat(&self, request: &R) -> Option<R>;
}

/// Each request is cloned.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cloned;

/// A service under a [`RetryPolicy`](super::RetryPolicy).
pub struct RetryService<S, P, C> {
    inner: S,
    parts: Arc<Parts<P, C>>,
}

impl<S, P, C> RetryService<S, P, C> {
    pub(super) const fn new(inner: S, parts: Arc<Parts<P, C>>) -> Self {
        Self { inner, parts }
    }
}

impl<S, P, C, R> Service<R> for RetryService<S, P, C>
where
    S: Service<R> + Clone,
    P: Repeat<R>,
    C: Classify<S::Response, S::Error>,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = RetryFuture<S, R, P, C>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: R) -> Self::Future {
        let fresh = self.inner.clone();
        let ready = std::mem::replace(&mut self.inner, fresh);
        RetryFuture::new(ready, request, Arc::clone(&self.parts))
    }
}

impl<S: Clone, P, C> Clone for RetryService<S, P, C> {
    fn clone(&self) -> Self {
        Self { inner: self.inner.clone(), parts: Arc::clone(&self.parts) }
    }
}

impl<S: fmt::Debug, P, C> fmt::Debug for RetryService<S, P, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RetryService").field("inner", &self.inner).finish_non_exhaustive()
    }
}

impl<R: Clone> Repeat<R> for Cloned {
    fn repeat(&self, request: &R) -> Option<R> {
        Some(request.clone())
    }
}

impl<R, F: Fn(&R) -> Option<R>> Repeat<R> for F {
    fn repeat(&self, request: &R) -> Option<R> {
        self(request)
    }
}
