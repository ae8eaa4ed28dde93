//! The calls of a fan-out under way: no more than the limit at a time, begun in the order of the iterator.

use super::{CallError, Partial};
use crate::{
    deadline::Deadline,
    panics::{caught, caught_async},
};
use futures_util::{StreamExt as _, stream::FuturesUnordered};
use std::{future::poll_fn, iter::Enumerate, pin::pin, task::Poll, time::Duration};
use tokio::time::sleep_until;

/// Makes `calls`, at most `limit` of them under way at a time; a limit of zero counts as one. Nothing begins until
/// [`FanOut::within`] is awaited.
pub fn fan_out<I: IntoIterator>(calls: I, limit: usize) -> FanOut<I::IntoIter> {
    FanOut { calls: calls.into_iter(), limit: limit.max(1) }
}

/// Calls that wait for the limit of time they must keep to.
#[derive(Debug, Clone)]
#[must_use = "nothing is called until `within` is awaited"]
pub struct FanOut<I> {
    calls: I,
    limit: usize,
}

impl<I> FanOut<I> {
    /// Makes the calls and waits for them no longer than `limit`, or the time that the task has left when that is
    /// less. The calls see the moment as their own [`Deadline`]; those still under way then are dropped.
    ///
    /// The iterator is asked for calls as room comes up and to its end when the time is over, since each call has its
    /// index in the answer: it must be one that ends. One that panics ends there, and the call it owed has failed.
    pub async fn within<T, E>(self, limit: Duration) -> Partial<T, E>
    where
        I: Iterator,
        I::Item: Future<Output = Result<T, E>>,
    {
        let until = Deadline::after(Deadline::time_left_or(limit));
        until.scope(self.run(until)).await
    }

    async fn run<T, E>(self, until: Deadline) -> Partial<T, E>
    where
        I: Iterator,
        I::Item: Future<Output = Result<T, E>>,
    {
        let mut calls = Numbered { calls: Some(self.calls.enumerate()), given: 0 };
        let mut answer = Partial::empty();
        let mut under_way = FuturesUnordered::new();
        let mut time = pin!(sleep_until(until.instant()));
        // A timer fires at the next whole millisecond, so time that is over already is asked for by itself.
        let mut goes_on = !until.is_over();
        while goes_on {
            while under_way.len() < self.limit
                && let Some((index, call)) = calls.next(&mut answer)
            {
                under_way.push(async move { (index, caught_async(call).await) });
                answer.begun += 1;
            }
            // A call that is ready at once would keep the task from every other; the budget lets them in.
            tokio::task::coop::consume_budget().await;
            let ended = poll_fn(|cx| match time.as_mut().poll(cx) {
                Poll::Ready(()) => Poll::Ready(None),
                Poll::Pending => under_way.poll_next_unpin(cx),
            });
            match ended.await {
                Some((index, Ok(Ok(value)))) => answer.ok.push((index, value)),
                Some((index, Ok(Err(error)))) => {
                    answer.failed.push((index, CallError::Failed(error)));
                }
                Some((index, Err(message))) => {
                    answer.failed.push((index, CallError::Panicked { message }));
                }
                None => goes_on = false,
            }
        }
        drop(under_way);
        while calls.next(&mut answer).is_some() {}
        answer.close(calls.given)
    }
}

/// The iterator with its indexes, until it ends or panics.
struct Numbered<I> {
    calls: Option<Enumerate<I>>,
    given: usize,
}

impl<I: Iterator> Numbered<I> {
    fn next<T, E>(&mut self, answer: &mut Partial<T, E>) -> Option<(usize, I::Item)> {
        let calls = self.calls.as_mut()?;
        match caught(|| calls.next()) {
            Ok(Some((index, call))) => {
                self.given = index + 1;
                return Some((index, call));
            }
            Ok(None) => {}
            Err(message) => {
                answer.failed.push((self.given, CallError::Panicked { message }));
                self.given += 1;
            }
        }
        self.calls = None;
        None
    }
}
