//! One call of a [`RetryService`](super::RetryService): trying, waiting, becoming ready again. Nothing is boxed.

use super::{Classify, Repeat, layer::Parts};
use pin_project_lite::pin_project;
use std::{
    fmt,
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};
use tokio::time::{Sleep, sleep};
use tower_service::Service;

pin_project! {
    /// The answer of a service that tries again.
    pub struct RetryFuture<S, R, P, C>
    where
        S: Service<R>,
    {
        service: S,
        // The copy for the next try; none when this one is the last.
        spare: Option<R>,
        tries: u32,
        parts: Arc<Parts<P, C>>,
        #[pin]
        state: State<S::Future>,
    }
}

pin_project! {
    #[project = StateOf]
    enum State<F> {
        Trying { #[pin] call: F },
        Waiting { #[pin] sleep: Sleep },
        BecomingReady,
    }
}

impl<S: Service<R>, R, P: Repeat<R>, C> RetryFuture<S, R, P, C> {
    /// Makes the first try with a service that said it is ready.
    pub(super) fn new(mut service: S, request: R, parts: Arc<Parts<P, C>>) -> Self {
        parts.policy.begin();
        let spare = parts.spare(1, &request);
        let call = service.call(request);
        Self { service, spare, tries: 1, parts, state: State::Trying { call } }
    }
}

impl<S, R, P, C> Future for RetryFuture<S, R, P, C>
where
    S: Service<R>,
    P: Repeat<R>,
    C: Classify<S::Response, S::Error>,
{
    type Output = Result<S::Response, S::Error>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut this = self.project();
        let parts = &**this.parts;
        loop {
            match this.state.as_mut().project() {
                StateOf::Trying { call } => {
                    let outcome = ready!(call.poll(cx));
                    let verdict = parts.classify.classify(outcome.as_ref());
                    let repeatable = this.spare.is_some();
                    let Some(wait) = parts.policy.wait_after(*this.tries, repeatable, verdict)
                    else {
                        return Poll::Ready(outcome);
                    };
                    drop(outcome);
                    // The least a timer waits is a millisecond, and no wait at all is none.
                    this.state.set(if wait.is_zero() {
                        State::BecomingReady
                    } else {
                        State::Waiting { sleep: sleep(wait) }
                    });
                }
                StateOf::Waiting { sleep } => {
                    ready!(sleep.poll(cx));
                    this.state.set(State::BecomingReady);
                }
                StateOf::BecomingReady => {
                    ready!(this.service.poll_ready(cx))?;
                    let request = this.spare.take().expect("only a request with a copy waits");
                    *this.tries += 1;
                    *this.spare = parts.spare(*this.tries, &request);
                    this.state.set(State::Trying { call: this.service.call(request) });
                }
            }
        }
    }
}

impl<S: Service<R>, R, P, C> fmt::Debug for RetryFuture<S, R, P, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RetryFuture").field("tries", &self.tries).finish_non_exhaustive()
    }
}
