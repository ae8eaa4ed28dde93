//! The caller's own code, run so that a panic comes back as its words: it ends the one call it happened in, and no
//! lock, permit or worker goes with it. Words come in as a panic's payload and go into the part's own error.

use std::{
    any::Any,
    panic::{AssertUnwindSafe, catch_unwind},
};

/// Runs `work`; its panic is the error, in words.
///
/// What the work had hold of is not looked at again by the toolkit after a panic, so it is safe to unwind from.
pub(crate) fn caught<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|payload| words(payload.as_ref()))
}

/// As [`caught`], for work that waits: after a panic it is not polled again.
#[cfg(any(feature = "batch", feature = "executor", feature = "fan-out", feature = "pool"))]
pub(crate) async fn caught_async<F: Future>(work: F) -> Result<F::Output, String> {
    let mut work = std::pin::pin!(work);
    std::future::poll_fn(|cx| match caught(|| work.as_mut().poll(cx)) {
        Ok(poll) => poll.map(Ok),
        Err(panic) => std::task::Poll::Ready(Err(panic)),
    })
    .await
}

/// What a panic said, where it said it in words.
fn words(payload: &(dyn Any + Send)) -> String {
    let literal = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
    literal
        .or_else(|| payload.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "no words".to_owned())
}
