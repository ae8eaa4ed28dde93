//! The background task of one server: asks how far it is, at an interval or when a reader waits for it, and never for
//! longer than the time set for it. A node that panics has not answered.

use super::{Node, Position, router::Shared, server::Server};
use crate::panics::caught_async;
use std::{fmt, sync::Arc, time::Duration};
use tokio::time::{Instant, sleep, timeout};

/// Pause between two looks while readers wait for a replica to catch up.
const LOOK_GAP: Duration = Duration::from_millis(2);

/// Looks at the primary, whose positions are the measure of all others, until it is aborted.
pub(super) async fn watch_primary<N: Node>(shared: Arc<Shared<N>>) {
    let server = Arc::clone(&shared.primary);
    loop {
        let since = Instant::now();
        match position(&server, shared.config.probe_timeout).await {
            Ok(position) => {
                // The moment before the question: the primary was here at the latest when it answered.
                shared.note_primary(since, position);
                server.answered(position, Duration::ZERO);
            }
            Err(silence) => server.failed(&silence),
        }
        rest(&shared, &server, since).await;
    }
}

/// Looks at a replica until it is aborted.
pub(super) async fn watch_replica<N: Node>(shared: Arc<Shared<N>>, server: Arc<Server<N>>) {
    loop {
        let since = Instant::now();
        match position(&server, shared.config.probe_timeout).await {
            Ok(position) => server.answered(position, shared.lag(position)),
            Err(silence) => server.failed(&silence),
        }
        shared.changed.notify_waiters();
        rest(&shared, &server, since).await;
    }
}

/// Until the next look: at the interval, or soon after a reader asks for one.
async fn rest<N: Node>(shared: &Shared<N>, server: &Server<N>, since: Instant) {
    if timeout(shared.config.probe_every, server.look_now.notified()).await.is_ok() {
        sleep(LOOK_GAP.saturating_sub(since.elapsed())).await;
    }
}

/// Why a server did not say where it is.
enum Silence<E> {
    Failed(E),
    TimedOut(Duration),
    Panicked(String),
}

impl<E: fmt::Display> fmt::Display for Silence<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Failed(error) => error.fmt(f),
            Self::TimedOut(after) => write!(f, "no answer within {:.3} s", after.as_secs_f64()),
            Self::Panicked(message) => write!(f, "the node panicked: {message}"),
        }
    }
}

async fn position<N: Node>(
    server: &Server<N>,
    within: Duration,
) -> Result<Position, Silence<N::Error>> {
    let asking = caught_async(async { server.node.position().await });
    match timeout(within, asking).await {
        Ok(Ok(answer)) => answer.map_err(Silence::Failed),
        Ok(Err(message)) => Err(Silence::Panicked(message)),
        Err(_elapsed) => Err(Silence::TimedOut(within)),
    }
}
