//! Deadlines as a tower layer.

use super::{DeadlineService, DeadlineStats, OnlyTheLimit, stats::Counters};
use std::{sync::Arc, time::Duration};
use tower_layer::Layer;

/// Gives each call of a service its deadline: the time that its request says is left, and no more than a limit. Within
/// the call it is [`Deadline::current`](super::Deadline::current); a call that is not done by then is dropped.
///
/// ```
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() {
/// use loadline_toolkit::deadline::{DeadlineError, DeadlineExceeded, DeadlineLayer, parse_timeout};
/// use std::time::Duration;
/// use tower::{Layer, ServiceExt, service_fn};
///
/// let sleeps = service_fn(|_timeout: &str| async {
///     tokio::time::sleep(Duration::from_secs(1)).await;
///     Ok::<_, ()>("done")
/// });
/// let said = |timeout: &&str| parse_timeout(timeout);
/// let service = DeadlineLayer::with(Duration::from_secs(30), said).layer(sleeps);
/// assert_eq!(service.clone().oneshot("2S").await, Ok("done"));
/// assert_eq!(service.oneshot("200m").await, Err(DeadlineError::Exceeded(DeadlineExceeded)));
/// # }
/// ```
#[derive(Debug)]
pub struct DeadlineLayer<G = OnlyTheLimit> {
    parts: Arc<Parts<G>>,
}

/// What every call of a layer's services shares.
#[derive(Debug)]
pub(super) struct Parts<G> {
    pub(super) limit: Duration,
    pub(super) time_left: G,
    pub(super) counters: Counters,
}

impl DeadlineLayer {
    /// Gives each call `limit`, or the time that the calling task has left when that is less.
    #[must_use]
    pub fn new(limit: Duration) -> Self {
        Self::with(limit, OnlyTheLimit)
    }
}

impl<G> DeadlineLayer<G> {
    /// As [`new`](DeadlineLayer::new), or what `time_left` finds in the request when that is less.
    #[must_use]
    pub fn with(limit: Duration, time_left: G) -> Self {
        Self { parts: Arc::new(Parts { limit, time_left, counters: Counters::default() }) }
    }

    /// What came of the calls so far.
    #[must_use]
    pub fn stats(&self) -> DeadlineStats {
        self.parts.counters.snapshot()
    }
}

impl<G> Clone for DeadlineLayer<G> {
    fn clone(&self) -> Self {
        Self { parts: Arc::clone(&self.parts) }
    }
}

impl<S, G> Layer<S> for DeadlineLayer<G> {
    type Service = DeadlineService<S, G>;

    fn layer(&self, inner: S) -> Self::Service {
        DeadlineService::new(inner, Arc::clone(&self.parts))
    }
}
