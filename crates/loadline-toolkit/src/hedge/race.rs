//! One call that may be made twice: the first alone, the wait, the second becoming ready, both under way. Nothing is
//! boxed, and no timer is set for a call that is ready at once.

use super::Hedge;
use pin_project_lite::pin_project;
use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll, ready},
};
use tokio::time::{Instant, Sleep, sleep};

/// What begins the second call.
pub(super) trait Second<F> {
    /// The second call; `None` when it cannot be made.
    fn poll_begin(&mut self, cx: &mut Context<'_>) -> Poll<Option<F>>;
}

pin_project! {
    /// The outcome of whichever call is good first.
    pub(super) struct Race<F, S>
    where
        F: Future,
    {
        hedge: Hedge,
        began: Option<Instant>,
        again: Option<S>,
        // The first call failed and the second is still under way.
        failed: Option<F::Output>,
        #[pin]
        first: Option<F>,
        #[pin]
        stage: Stage<F>,
    }
}

pin_project! {
    #[project = StageOf]
    enum Stage<F> {
        Fresh,
        Waiting { #[pin] sleep: Sleep },
        Beginning,
        Both { #[pin] second: F },
        // There is no second call, or no more.
        Alone,
    }
}

impl<F: Future, S> Race<F, S> {
    /// A race that `first` has begun; with nothing to begin a second one, it is alone.
    pub(super) fn new(hedge: Hedge, first: F, again: Option<S>) -> Self {
        hedge.counters().calls.add(1);
        hedge.budget().deposit();
        let began = hedge.delay().learns().then(Instant::now);
        let stage = if again.is_some() { Stage::Fresh } else { Stage::Alone };
        Self { hedge, began, again, failed: None, first: Some(first), stage }
    }
}

impl<T, E, F, S> Future for Race<F, S>
where
    F: Future<Output = Result<T, E>>,
    S: Second<F>,
{
    type Output = Result<T, E>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let outcome = match self.as_mut().poll_first(cx) {
            Poll::Ready(outcome) => outcome,
            Poll::Pending => ready!(self.as_mut().poll_second(cx)),
        };
        let mut this = self.project();
        // The loser ends here, not when the caller lets go of the race.
        this.first.set(None);
        this.stage.set(Stage::Alone);
        if let (Some(began), true) = (this.began, outcome.is_ok()) {
            this.hedge.delay().learn(began.elapsed());
        }
        Poll::Ready(outcome)
    }
}

impl<T, E, F, S> Race<F, S>
where
    F: Future<Output = Result<T, E>>,
    S: Second<F>,
{
    /// The outcome of the first call, unless it failed and the second is still under way.
    fn poll_first(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let mut this = self.project();
        let Some(first) = this.first.as_mut().as_pin_mut() else { return Poll::Pending };
        let outcome = ready!(first.poll(cx));
        this.first.set(None);
        if outcome.is_err() && matches!(*this.stage, Stage::Both { .. }) {
            *this.failed = Some(outcome);
            return Poll::Pending;
        }
        Poll::Ready(outcome)
    }

    /// The outcome of the second call, unless it failed and the first is still under way.
    fn poll_second(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let mut this = self.project();
        loop {
            match this.stage.as_mut().project() {
                StageOf::Fresh => {
                    let sleep = sleep(this.hedge.delay_now());
                    this.stage.set(Stage::Waiting { sleep });
                }
                StageOf::Waiting { sleep } => {
                    ready!(sleep.poll(cx));
                    if this.hedge.budget().withdraw() {
                        this.stage.set(Stage::Beginning);
                    } else {
                        this.hedge.counters().denied.add(1);
                        this.stage.set(Stage::Alone);
                    }
                }
                StageOf::Beginning => {
                    let again = this.again.as_mut().expect("alone without one");
                    match ready!(again.poll_begin(cx)) {
                        None => this.stage.set(Stage::Alone),
                        Some(second) => {
                            this.hedge.counters().hedged.add(1);
                            tracing::debug!("a second call is made");
                            this.stage.set(Stage::Both { second });
                        }
                    }
                }
                StageOf::Both { second } => {
                    let outcome = ready!(second.poll(cx));
                    this.stage.set(Stage::Alone);
                    if outcome.is_ok() {
                        this.hedge.counters().won.add(1);
                        return Poll::Ready(outcome);
                    }
                    return this.failed.take().map_or(Poll::Pending, Poll::Ready);
                }
                StageOf::Alone => return Poll::Pending,
            }
        }
    }
}
