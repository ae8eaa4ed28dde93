//! The service behind a gate. It is ready when the service inside is; the gate is asked at the call, so readiness never
//! holds a place that others could use. A call that has to wait takes the ready service along.

use super::{CallError, Gate, ResponseFuture};
use std::{
    mem,
    sync::Arc,
    task::{Context, Poll},
};
use tower_service::Service;

/// A service with a gate before it, made by [`ShedLayer`](super::ShedLayer).
#[derive(Debug, Clone)]
pub struct ShedService<S> {
    inner: S,
    gate: Arc<Gate>,
}

impl<S> ShedService<S> {
    pub(super) const fn new(inner: S, gate: Arc<Gate>) -> Self {
        Self { inner, gate }
    }
}

impl<S, R> Service<R> for ShedService<S>
where
    S: Service<R> + Clone,
{
    type Response = S::Response;
    type Error = CallError<S::Error>;
    type Future = ResponseFuture<S, R>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.inner.poll_ready(cx).map_err(CallError::Inner)
    }

    fn call(&mut self, request: R) -> Self::Future {
        if let Some(pass) = self.gate.try_enter() {
            return ResponseFuture::running(self.inner.call(request), pass);
        }
        let next = self.inner.clone();
        let ready = mem::replace(&mut self.inner, next);
        let gate = Arc::clone(&self.gate);
        ResponseFuture::waiting(Box::pin(async move { gate.enter().await }), ready, request)
    }
}
