//! One call of a [`HedgeService`](super::HedgeService): the race under a public name.

use super::{race::Race, service::OnService};
use pin_project_lite::pin_project;
use std::{
    fmt,
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};
use tower_service::Service;

pin_project! {
    /// The answer of a service whose slow calls are made twice.
    pub struct HedgeFuture<S, R>
    where
        S: Service<R>,
    {
        #[pin]
        race: Race<S::Future, OnService<S, R>>,
    }
}

impl<S: Service<R>, R> HedgeFuture<S, R> {
    pub(super) const fn new(race: Race<S::Future, OnService<S, R>>) -> Self {
        Self { race }
    }
}

impl<S: Service<R>, R> Future for HedgeFuture<S, R> {
    type Output = Result<S::Response, S::Error>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.project().race.poll(cx)
    }
}

impl<S: Service<R>, R> fmt::Debug for HedgeFuture<S, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HedgeFuture").finish_non_exhaustive()
    }
}
