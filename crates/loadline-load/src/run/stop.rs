//! The stop signal: asks a run to end, gracefully first, at once when asked again.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

/// Shared between whoever wants the run to end and its threads, which look at it several times a second.
#[derive(Debug, Clone, Default)]
pub struct StopSignal(Arc<AtomicU8>);

const GRACEFULLY: u8 = 1;
const AT_ONCE: u8 = 2;

impl StopSignal {
    /// Asks once more: the first time users finish their iterations, the second time they do not.
    pub fn ask(&self) {
        let next = (self.0.load(Ordering::Relaxed) + 1).min(AT_ONCE);
        self.0.store(next, Ordering::Relaxed);
    }

    /// Whether the run should end.
    pub fn is_asked(&self) -> bool {
        self.0.load(Ordering::Relaxed) >= GRACEFULLY
    }

    /// Whether the run should end without waiting for anything.
    pub fn is_urgent(&self) -> bool {
        self.0.load(Ordering::Relaxed) >= AT_ONCE
    }
}
