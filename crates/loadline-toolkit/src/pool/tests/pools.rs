//! The pool that the tests begin with, and a moment for its tasks.

use super::super::{Pool, PoolBuilder};
use super::server::Server;
use std::time::Duration;

pub(super) const MS: Duration = Duration::from_millis(1);
pub(super) const SECOND: Duration = Duration::from_secs(1);

/// A pool over `server` without upkeep: nothing happens but what a test asks for.
pub(super) fn plain(server: &Server) -> PoolBuilder<Server> {
    Pool::builder(server.clone())
        .size(0, 2)
        .overflow(0)
        .idle_timeout(None)
        .max_lifetime(None)
        .pre_ping_after(None)
        .health_check_every(None)
        .leak_after(None)
        .acquire_timeout(SECOND)
        .seed(7)
}

/// Lets every task run until all of them wait.
pub(super) async fn settle() {
    for _ in 0..20 {
        tokio::task::yield_now().await;
    }
}
