//! The pool on a paused clock: what it promises, what it does when its manager misbehaves, and what it says.

mod cancel;
mod failures;
mod handing;
mod model;
mod server;
mod upkeep;
mod verdicts;

use super::{Pool, PoolBuilder};
use server::Server;
use std::time::Duration;

const MS: Duration = Duration::from_millis(1);
const SECOND: Duration = Duration::from_secs(1);

/// A pool over `server` without upkeep: nothing happens but what a test asks for.
fn plain(server: &Server) -> PoolBuilder<Server> {
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
async fn settle() {
    for _ in 0..20 {
        tokio::task::yield_now().await;
    }
}
