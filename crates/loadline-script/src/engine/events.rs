//! The event loop of one user: what goes on beside its code, and what is called when that is done.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::{Future, poll_fn};
use std::pin::Pin;

use std::task::{Context, Poll};

use futures_util::future::{AbortHandle, Abortable};
use futures_util::stream::{FuturesUnordered, StreamExt};
use rquickjs::{Ctx, Result};

use super::error::ScriptError;

/// Things under way at once; a script that wants more gets an error.
const PENDING_MAX: usize = 100_000;

/// What is called in the user's coroutine when something is done.
pub(crate) type Then = Box<dyn for<'js> FnOnce(&Ctx<'js>) -> Result<()>>;

type Pending = Pin<Box<dyn Future<Output = Option<Then>>>>;

/// The loop's state.
#[derive(Default)]
pub(crate) struct Events {
    pending: RefCell<FuturesUnordered<Pending>>,
    /// Done, not yet called.
    done: RefCell<VecDeque<Then>>,
    /// Promises that were rejected with nobody to hear it, by the hash of their object.
    rejected: RefCell<Vec<(u64, Box<ScriptError>)>>,
    /// Whether anything was ever begun: most scripts never do.
    used: Cell<bool>,
}

/// Something under way that can be taken back.
#[derive(Debug, Clone)]
pub(crate) struct Handle(AbortHandle);

impl Handle {
    /// Takes it back: what was to be called when it is done is not called.
    pub(crate) fn cancel(&self) {
        self.0.abort();
    }
}

impl Events {
    /// Begins `future`; `then` is called with what it gives. None when too much is under way.
    pub(crate) fn begin<T: 'static>(
        &self,
        future: impl Future<Output = T> + 'static,
        then: impl for<'js> FnOnce(&Ctx<'js>, T) -> Result<()> + 'static,
    ) -> Option<Handle> {
        if self.pending.borrow().len() >= PENDING_MAX {
            return None;
        }
        let (handle, registration) = AbortHandle::new_pair();
        let future = Abortable::new(future, registration);
        let with_then = async move {
            let value = future.await.ok()?;
            let then: Then = Box::new(move |ctx| then(ctx, value));
            Some(then)
        };
        self.used.set(true);
        self.pending.borrow().push(Box::pin(with_then));
        Some(Handle(handle))
    }

    /// Whether nothing is under way and nothing waits to be called.
    pub(crate) fn is_empty(&self) -> bool {
        !self.used.get() || (self.pending.borrow().is_empty() && self.done.borrow().is_empty())
    }

    /// Lets what is under way go on while the user's code waits for something else.
    pub(crate) fn poll_beside(&self, cx: &mut Context<'_>) {
        if !self.used.get() {
            return;
        }
        while let Poll::Ready(Some(then)) = self.pending.borrow_mut().poll_next_unpin(cx) {
            self.done.borrow_mut().extend(then);
        }
    }

    /// What to call next; waits for it. None when nothing is under way any more.
    pub(crate) async fn next(&self) -> Option<Then> {
        poll_fn(|cx| {
            self.poll_beside(cx);
            match self.done.borrow_mut().pop_front() {
                Some(then) => Poll::Ready(Some(then)),
                None if self.pending.borrow().is_empty() => Poll::Ready(None),
                None => Poll::Pending,
            }
        })
        .await
    }

    /// Gives up everything that is under way.
    pub(crate) fn clear(&self) {
        if self.used.replace(false) {
            // Taken out first: dropping one may begin another.
            drop(self.pending.take());
            drop(self.done.take());
        }
        self.rejected.borrow_mut().clear();
    }

    /// A promise was rejected, or somebody heard of it after all.
    pub(super) fn note_rejection(&self, promise: u64, reason: Option<Box<ScriptError>>) {
        let mut rejected = self.rejected.borrow_mut();
        match reason {
            Some(reason) => rejected.push((promise, reason)),
            None => rejected.retain(|(known, _)| *known != promise),
        }
    }

    /// The first rejection that nobody heard of.
    pub(super) fn take_rejection(&self) -> Option<Box<ScriptError>> {
        let mut rejected = self.rejected.borrow_mut();
        let first = (!rejected.is_empty()).then(|| rejected.swap_remove(0).1);
        rejected.clear();
        first
    }
}
