//! The answer of a limited call: let in or refused at once, or waiting to be let in, then under way.

use super::{CallError, Classify, Guard, LimitError, Outcome};
use std::{
    future::Future,
    panic::{AssertUnwindSafe, catch_unwind},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};
use tower_service::Service;

type Acquire = Pin<Box<dyn Future<Output = Result<Guard, LimitError>> + Send>>;

pin_project_lite::pin_project! {
    /// The answer of an [`AdaptiveLimit`](super::AdaptiveLimit). Dropping it gives its room, or its place in line, back.
    #[must_use = "a call that is not awaited is not made"]
    pub struct ResponseFuture<S: Service<R>, C, R> {
        #[pin]
        state: State<S, S::Future, R>,
        cancelled: Outcome,
        classify: Arc<C>,
    }
}

pin_project_lite::pin_project! {
    #[project = StateProjection]
    enum State<S, F, R> {
        Waiting { acquire: Acquire, call: Option<(S, R)> },
        Running { #[pin] future: F, guard: Option<Guard> },
        Refused { error: Option<LimitError> },
    }
}

impl<S: Service<R>, C, R> ResponseFuture<S, C, R> {
    pub(super) fn waiting(
        acquire: Acquire,
        service: S,
        request: R,
        cancelled: Outcome,
        classify: Arc<C>,
    ) -> Self {
        let state = State::Waiting { acquire, call: Some((service, request)) };
        Self { state, cancelled, classify }
    }

    pub(super) fn running(future: S::Future, guard: Guard, classify: Arc<C>) -> Self {
        // The guard knows already what a cancelled call means.
        let state = State::Running { future, guard: Some(guard) };
        Self { state, cancelled: Outcome::Ignored, classify }
    }

    pub(super) fn refused(error: LimitError, cancelled: Outcome, classify: Arc<C>) -> Self {
        Self { state: State::Refused { error: Some(error) }, cancelled, classify }
    }
}

impl<S, C, R> Future for ResponseFuture<S, C, R>
where
    S: Service<R>,
    C: Classify<S::Response, S::Error>,
{
    type Output = Result<S::Response, CallError<S::Error>>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut this = self.project();
        loop {
            let next = match this.state.as_mut().project() {
                StateProjection::Refused { error } => {
                    let error = error.take().expect("a future is not polled after its answer");
                    return Poll::Ready(Err(CallError::Limited(error)));
                }
                StateProjection::Waiting { acquire, call } => {
                    match ready!(acquire.as_mut().poll(cx)) {
                        Err(error) => State::Refused { error: Some(error) },
                        Ok(guard) => {
                            let (mut service, request) = call.take().expect("let in once");
                            let guard = Some(guard.if_dropped(*this.cancelled));
                            State::Running { future: service.call(request), guard }
                        }
                    }
                }
                StateProjection::Running { future, guard } => {
                    let result = ready!(future.poll(cx));
                    let guard = guard.take().expect("a future is not polled after its answer");
                    let judge = AssertUnwindSafe(|| this.classify.outcome(&result));
                    guard.end(catch_unwind(judge).unwrap_or(Outcome::Ignored));
                    return Poll::Ready(result.map_err(CallError::Inner));
                }
            };
            this.state.set(next);
        }
    }
}
