//! Attempts at something that several users need at the same time: one makes it, the others wait and share
//! what came of it.

use std::cell::{Cell, RefCell};

use tokio::sync::{Mutex, MutexGuard};

use super::fault::Fault;

/// Attempts, one after the other. Those who wait are bounded by the number of users.
#[derive(Default)]
pub(super) struct Attempts {
    under_way: Mutex<()>,
    failures: Cell<u64>,
    last_failure: RefCell<Option<Fault>>,
}

impl Attempts {
    /// Waits until nobody else makes an attempt; a failure meanwhile is this user's, too.
    pub(super) async fn begin(&self) -> Result<MutexGuard<'_, ()>, Fault> {
        let failures = self.failures.get();
        let guard = self.under_way.lock().await;
        match &*self.last_failure.borrow() {
            Some(last) if self.failures.get() > failures => {
                Err(Fault::new(last.kind, last.detail.clone()))
            }
            _ => Ok(guard),
        }
    }

    /// The attempt failed.
    pub(super) fn note_failure(&self, fault: &Fault) {
        self.failures.set(self.failures.get() + 1);
        *self.last_failure.borrow_mut() = Some(Fault::new(fault.kind, fault.detail.clone()));
    }
}

#[cfg(test)]
mod tests;
