//! How many users and iterations a test has had, for scripts that ask and for the count of users.

use std::sync::atomic::{AtomicU64, Ordering};

/// Counts of the whole process; only kept for scripts that can ask for them.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    completed: AtomicU64,
    interrupted: AtomicU64,
    active: AtomicU64,
    initialized: AtomicU64,
}

impl Tally {
    pub(crate) fn made_user(&self) {
        self.initialized.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn begin(&self) {
        self.active.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn end(&self, completed: bool) {
        self.active.fetch_sub(1, Ordering::Relaxed);
        let counter = if completed { &self.completed } else { &self.interrupted };
        counter.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn completed(&self) -> u64 {
        self.completed.load(Ordering::Relaxed)
    }

    pub(crate) fn interrupted(&self) -> u64 {
        self.interrupted.load(Ordering::Relaxed)
    }

    /// Users in an iteration now.
    pub(crate) fn active(&self) -> u64 {
        self.active.load(Ordering::Relaxed)
    }

    pub(crate) fn initialized(&self) -> u64 {
        self.initialized.load(Ordering::Relaxed)
    }
}
