//! What happens on the way of some request and has to be said once, however often it happens.

use std::sync::atomic::{AtomicBool, Ordering};

/// Seen by any thread, told at the end.
#[derive(Debug, Default)]
pub(super) struct Notices {
    left_tls: AtomicBool,
}

impl Notices {
    /// A redirect led from an encrypted connection to a plain one.
    pub(super) fn left_tls(&self) {
        self.left_tls.store(true, Ordering::Relaxed);
    }

    pub(super) fn told(&self) -> Vec<String> {
        let left_tls = self.left_tls.load(Ordering::Relaxed);
        let text = "a redirect led from https to http: what followed was not encrypted";
        left_tls.then(|| text.to_owned()).into_iter().collect()
    }
}
