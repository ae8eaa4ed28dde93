//! One call of a [`BreakerService`](super::BreakerService): under way with its permit, or refused.

use super::{BreakerError, Judge, Permit, Rejected, layer::Parts};
use pin_project_lite::pin_project;
use std::{
    fmt,
    future::Future,
    pin::Pin,
    task::{Context, Poll, ready},
};

pin_project! {
    /// The answer of a service under a breaker.
    pub struct BreakerFuture<F, J> {
        #[pin]
        state: CallState<F, J>,
    }
}

pin_project! {
    #[project = CallStateOf]
    enum CallState<F, J> {
        UnderWay { #[pin] call: F, permit: Option<Permit<Parts<J>>> },
        Rejected { rejected: Rejected },
    }
}

impl<F, J> BreakerFuture<F, J> {
    pub(super) const fn under_way(call: F, permit: Permit<Parts<J>>) -> Self {
        Self { state: CallState::UnderWay { call, permit: Some(permit) } }
    }

    pub(super) const fn rejected(rejected: Rejected) -> Self {
        Self { state: CallState::Rejected { rejected } }
    }
}

impl<F, J, T, E> Future for BreakerFuture<F, J>
where
    F: Future<Output = Result<T, E>>,
    J: Judge<T, E>,
{
    type Output = Result<T, BreakerError<E>>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        match self.project().state.project() {
            CallStateOf::Rejected { rejected } => Poll::Ready(Err((*rejected).into())),
            CallStateOf::UnderWay { call, permit } => {
                let outcome = ready!(call.poll(cx));
                if let Some(permit) = permit.take() {
                    let is_failure = permit.holder().judge().is_failure(outcome.as_ref());
                    permit.record(is_failure);
                }
                Poll::Ready(outcome.map_err(BreakerError::Inner))
            }
        }
    }
}

impl<F, J> fmt::Debug for BreakerFuture<F, J> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_rejected = matches!(self.state, CallState::Rejected { .. });
        f.debug_struct("BreakerFuture").field("is_rejected", &is_rejected).finish_non_exhaustive()
    }
}
