//! A service under a breaker. While calls are refused the inner service is not asked whether it is ready, so that callers
//! get their refusal although it hangs; such a call is refused for sure, whatever the breaker says by then. Readiness
//! that a refused call did not use is kept for the next one. An error of the inner `poll_ready` passes through and is
//! not counted: the service is at its end then, as tower has it.

use super::{Breaker, BreakerError, BreakerFuture, Rejected, layer::Parts};
use crate::Transient;
use std::{
    fmt,
    task::{Context, Poll, ready},
};
use tower_service::Service;

/// Says which outcomes are failures. Closures over `Result<&T, &E>` are judges; a panic in one is the caller's.
pub trait Judge<T, E> {
    /// Whether this outcome is a failure.
    fn is_failure(&self, outcome: Result<&T, &E>) -> bool;
}

/// Errors that are [`Transient`] are failures; others are the caller's own fault and say nothing about the other side.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct IfTransient;

/// A service under a [`Breaker`].
pub struct BreakerService<S, J> {
    inner: S,
    parts: Parts<J>,
    /// What `poll_ready` found: the inner service is ready, or calls are refused.
    ready: Option<Result<(), Rejected>>,
}

impl<S, J> BreakerService<S, J> {
    pub(super) const fn new(inner: S, parts: Parts<J>) -> Self {
        Self { inner, parts, ready: None }
    }
}

impl<S, J, R> Service<R> for BreakerService<S, J>
where
    S: Service<R>,
    J: Judge<S::Response, S::Error>,
{
    type Response = S::Response;
    type Error = BreakerError<S::Error>;
    type Future = BreakerFuture<S::Future, J>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        if self.ready != Some(Ok(())) {
            self.ready = None;
            match self.parts.breaker().refusal() {
                Some(rejected) => self.ready = Some(Err(rejected)),
                None => {
                    ready!(self.inner.poll_ready(cx)).map_err(BreakerError::Inner)?;
                    self.ready = Some(Ok(()));
                }
            }
        }
        Poll::Ready(Ok(()))
    }

    /// # Panics
    /// When `poll_ready` did not say before that it is ready.
    fn call(&mut self, request: R) -> Self::Future {
        if let Err(rejected) = self.ready.expect("called only after it said that it is ready") {
            self.ready = None;
            self.parts.breaker().counters().rejected.add(1);
            return BreakerFuture::rejected(rejected);
        }
        match Breaker::acquire_by(self.parts.clone()) {
            Err(rejected) => BreakerFuture::rejected(rejected),
            Ok(permit) => {
                self.ready = None;
                BreakerFuture::under_way(self.inner.call(request), permit)
            }
        }
    }
}

impl<S: Clone, J> Clone for BreakerService<S, J> {
    fn clone(&self) -> Self {
        Self { inner: self.inner.clone(), parts: self.parts.clone(), ready: None }
    }
}

impl<S: fmt::Debug, J> fmt::Debug for BreakerService<S, J> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BreakerService")
            .field("inner", &self.inner)
            .field("breaker", self.parts.breaker())
            .finish_non_exhaustive()
    }
}

impl<T, E: Transient> Judge<T, E> for IfTransient {
    fn is_failure(&self, outcome: Result<&T, &E>) -> bool {
        outcome.is_err_and(E::is_transient)
    }
}

impl<T, E, F: Fn(Result<&T, &E>) -> bool> Judge<T, E> for F {
    fn is_failure(&self, outcome: Result<&T, &E>) -> bool {
        self(outcome)
    }
}
