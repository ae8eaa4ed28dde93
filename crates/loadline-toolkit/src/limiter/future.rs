//! The answer of a rate-limited call: being decided on, then under way.

use super::{Annotate, CallError, Decision, RateLimitError};
use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll, ready},
};
use tower_service::Service;

pin_project_lite::pin_project! {
    /// The answer of a [`RateLimit`](super::RateLimit).
    #[must_use = "a call that is not awaited is not made"]
    pub struct ResponseFuture<S: Service<R>, D, A, R> {
        #[pin]
        state: State<S, D, S::Future, R>,
        annotate: A,
    }
}

pin_project_lite::pin_project! {
    #[project = StateProjection]
    enum State<S, D, F, R> {
        Deciding { #[pin] decision: D, call: Option<(S, R)> },
        Running { #[pin] future: F, decision: Decision },
    }
}

impl<S: Service<R>, D, A, R> ResponseFuture<S, D, A, R> {
    pub(super) const fn new(decision: D, service: S, request: R, annotate: A) -> Self {
        Self { state: State::Deciding { decision, call: Some((service, request)) }, annotate }
    }
}

impl<S, D, A, R> Future for ResponseFuture<S, D, A, R>
where
    S: Service<R>,
    D: Future<Output = Result<Decision, RateLimitError>>,
    A: Annotate<S::Response>,
{
    type Output = Result<S::Response, CallError<S::Error>>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut this = self.project();
        loop {
            let next = match this.state.as_mut().project() {
                StateProjection::Deciding { decision, call } => {
                    let decided = ready!(decision.poll(cx));
                    let (mut service, request) = call.take().expect("decided once");
                    match decided {
                        // The ready service is dropped, and its readiness with it.
                        Err(error) => return Poll::Ready(Err(CallError::Limited(error))),
                        Ok(decision) => State::Running { future: service.call(request), decision },
                    }
                }
                StateProjection::Running { future, decision } => {
                    let mut result = ready!(future.poll(cx)).map_err(CallError::Inner);
                    if let Ok(answer) = &mut result {
                        this.annotate.annotate(answer, decision);
                    }
                    return Poll::Ready(result);
                }
            };
            this.state.set(next);
        }
    }
}
