//! The answer of a call behind a gate: in line, then under way.

use super::{CallError, Pass, Shed};
use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll, ready},
};
use tower_service::Service;

type Enter = Pin<Box<dyn Future<Output = Result<Pass, Shed>> + Send>>;

pin_project_lite::pin_project! {
    /// The answer of a [`ShedService`](super::ShedService). Dropping it gives its place back, inside or in line.
    #[must_use = "a call that is not awaited is not made"]
    pub struct ResponseFuture<S: Service<R>, R> {
        #[pin]
        state: State<S, S::Future, R>,
    }
}

pin_project_lite::pin_project! {
    #[project = StateProjection]
    enum State<S, F, R> {
        Waiting { enter: Enter, call: Option<(S, R)> },
        Running { #[pin] future: F, pass: Option<Pass> },
    }
}

impl<S: Service<R>, R> ResponseFuture<S, R> {
    pub(super) fn waiting(enter: Enter, service: S, request: R) -> Self {
        Self { state: State::Waiting { enter, call: Some((service, request)) } }
    }

    pub(super) const fn running(future: S::Future, pass: Pass) -> Self {
        Self { state: State::Running { future, pass: Some(pass) } }
    }
}

impl<S: Service<R>, R> Future for ResponseFuture<S, R> {
    type Output = Result<S::Response, CallError<S::Error>>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut state = self.project().state;
        loop {
            let next = match state.as_mut().project() {
                StateProjection::Waiting { enter, call } => {
                    let entered = ready!(enter.as_mut().poll(cx));
                    let (mut service, request) = call.take().expect("let in once");
                    match entered {
                        // The ready service is dropped, and its readiness with it.
                        Err(error) => return Poll::Ready(Err(CallError::Shed(error))),
                        Ok(pass) => {
                            State::Running { future: service.call(request), pass: Some(pass) }
                        }
                    }
                }
                StateProjection::Running { future, pass } => {
                    let result = ready!(future.poll(cx));
                    drop(pass.take());
                    return Poll::Ready(result.map_err(CallError::Inner));
                }
            };
            state.set(next);
        }
    }
}
