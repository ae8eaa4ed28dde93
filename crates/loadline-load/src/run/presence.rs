//! Who is still there: users that ran out of data leave, and a load that everyone has left is over.
//!
//! Touched when a user comes and when it goes, never in between.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

/// The users of a load, on all threads.
#[derive(Debug, Default)]
pub(super) struct Presence {
    here: AtomicU32,
    out_of_data: AtomicBool,
}

impl Presence {
    /// A user comes.
    pub(super) fn came(&self) {
        self.here.fetch_add(1, Ordering::Relaxed);
    }

    /// A user goes; `out_of_data` when it would have gone on otherwise.
    pub(super) fn left(&self, out_of_data: bool) {
        self.out_of_data.fetch_or(out_of_data, Ordering::Relaxed);
        self.here.fetch_sub(1, Ordering::Relaxed);
    }

    /// Whether somebody ran out of data: a new user would find none either.
    pub(super) fn is_out_of_data(&self) -> bool {
        self.out_of_data.load(Ordering::Relaxed)
    }

    /// Whether everyone has left because the data ran out.
    pub(super) fn is_over(&self) -> bool {
        self.is_out_of_data() && self.here.load(Ordering::Relaxed) == 0
    }
}
