//! Waiting for what a server or a background task does, within a bound that a busy machine keeps, too.

use std::{future::Future, time::Duration};

/// The bound.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// Looks again and again until it comes true.
pub(crate) async fn until<F: Future<Output = bool>>(what: &str, mut look: impl FnMut() -> F) {
    let looking = async {
        while !look().await {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(PATIENCE, looking)
        .await
        .unwrap_or_else(|_elapsed| panic!("{what}: not within {PATIENCE:?}"));
}
