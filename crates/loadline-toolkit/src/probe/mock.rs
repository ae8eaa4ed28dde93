//! The inner service of the probe: it gives out a bounded number of slots, one per readiness, and writes down whoever
//! breaks the contract. A slot is taken by `poll_ready`, used by `call`, and free again when the answer or the service
//! is dropped. A clone is never ready, whatever the original was.

use crate::Transient;
use std::{
    collections::VecDeque,
    future::Future,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Waker},
    time::Duration,
};
use tower::Service;

/// Answers take up to so long on the paused clock.
const ANSWER_MAX_MS: u64 = 20;

/// An inner service that gives each request back, now and then fails, and keeps the books.
pub(crate) struct Mock {
    books: Arc<Mutex<Books>>,
    ready: Option<Slot>,
}

/// The mock's failure; every second one may pass.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the mock failed (transient: {transient})")]
pub(crate) struct MockError {
    transient: bool,
}

/// What all clones of a mock share.
struct Books {
    rng: fastrand::Rng,
    slots_free: usize,
    waiting: VecDeque<Waker>,
    calls: u64,
    violations: Vec<&'static str>,
}

/// The right to one call, given back when dropped.
struct Slot(Arc<Mutex<Books>>);

impl Mock {
    /// A mock that is ready for at most `slots` calls at once and draws its moods from `seed`.
    pub(crate) fn new(seed: u64, slots: usize) -> Self {
        let rng = fastrand::Rng::with_seed(seed);
        let (waiting, violations) = (VecDeque::new(), Vec::new());
        let books = Books { rng, slots_free: slots, waiting, calls: 0, violations };
        Self { books: Arc::new(Mutex::new(books)), ready: None }
    }

    /// What was broken so far.
    pub(crate) fn violations(&self) -> Vec<&'static str> {
        lock(&self.books).violations.clone()
    }

    /// Slots that are neither held by a readiness nor by a call.
    pub(crate) fn slots_free(&self) -> usize {
        lock(&self.books).slots_free
    }

    /// Calls so far, the forbidden ones included.
    pub(crate) fn calls(&self) -> u64 {
        lock(&self.books).calls
    }
}

impl Clone for Mock {
    fn clone(&self) -> Self {
        Self { books: Arc::clone(&self.books), ready: None }
    }
}

impl<R: Send + 'static> Service<R> for Mock {
    type Response = R;
    type Error = MockError;
    type Future = Pin<Box<dyn Future<Output = Result<R, MockError>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), MockError>> {
        if self.ready.is_some() {
            return Poll::Ready(Ok(()));
        }
        let mut books = lock(&self.books);
        if books.rng.u8(..4) == 0 {
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        if books.slots_free == 0 {
            books.waiting.push_back(cx.waker().clone());
            return Poll::Pending;
        }
        books.slots_free -= 1;
        drop(books);
        self.ready = Some(Slot(Arc::clone(&self.books)));
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: R) -> Self::Future {
        let slot = self.ready.take();
        let mut books = lock(&self.books);
        books.calls += 1;
        if slot.is_none() {
            books.violations.push("called without readiness");
        }
        let lasts = Duration::from_millis(books.rng.u64(..ANSWER_MAX_MS));
        let (fails, transient) = (books.rng.u8(..4) == 0, books.rng.bool());
        drop(books);
        Box::pin(async move {
            tokio::time::sleep(lasts).await;
            drop(slot);
            if fails { Err(MockError { transient }) } else { Ok(request) }
        })
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        let mut books = lock(&self.0);
        books.slots_free += 1;
        let waiting = std::mem::take(&mut books.waiting);
        drop(books);
        waiting.into_iter().for_each(Waker::wake);
    }
}

impl Transient for MockError {
    fn is_transient(&self) -> bool {
        self.transient
    }
}

fn lock(books: &Mutex<Books>) -> MutexGuard<'_, Books> {
    books.lock().unwrap_or_else(PoisonError::into_inner)
}
