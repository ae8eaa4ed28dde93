//! One call of a [`DeadlineService`](super::DeadlineService): under way until its deadline, or over before it began.

use super::{Deadline, DeadlineError, DeadlineExceeded, layer::Parts};
use pin_project_lite::pin_project;
use std::{
    fmt,
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};
use tokio::{task::futures::TaskLocalFuture, time::Timeout};

pin_project! {
    /// The answer of a service whose calls have a deadline.
    pub struct DeadlineFuture<F, G> {
        #[pin]
        state: CallState<F, G>,
    }
}

pin_project! {
    #[project = CallStateOf]
    enum CallState<F, G> {
        UnderWay { #[pin] call: Timeout<TaskLocalFuture<Deadline, F>>, parts: Arc<Parts<G>> },
        Over,
    }
}

impl<F, G> DeadlineFuture<F, G> {
    pub(super) const fn under_way(
        call: Timeout<TaskLocalFuture<Deadline, F>>,
        parts: Arc<Parts<G>>,
    ) -> Self {
        Self { state: CallState::UnderWay { call, parts } }
    }

    pub(super) const fn over() -> Self {
        Self { state: CallState::Over }
    }
}

impl<T, E, F, G> Future for DeadlineFuture<F, G>
where
    F: Future<Output = Result<T, E>>,
{
    type Output = Result<T, DeadlineError<E>>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let exceeded = Poll::Ready(Err(DeadlineError::Exceeded(DeadlineExceeded)));
        match self.project().state.project() {
            CallStateOf::Over => exceeded,
            CallStateOf::UnderWay { call, parts } => match ready!(call.poll(cx)) {
                Ok(outcome) => Poll::Ready(outcome.map_err(DeadlineError::Inner)),
                Err(_elapsed) => {
                    parts.counters.over_meanwhile.add(1);
                    tracing::debug!("a call was dropped at its deadline");
                    exceeded
                }
            },
        }
    }
}

impl<F, G> fmt::Debug for DeadlineFuture<F, G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_over = matches!(self.state, CallState::Over);
        f.debug_struct("DeadlineFuture").field("is_over", &is_over).finish_non_exhaustive()
    }
}
