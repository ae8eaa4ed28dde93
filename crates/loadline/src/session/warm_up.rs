//! The warm-up: windows that begin within it are kept and shown, and neither judged nor counted.

use loadline_core::Window;

/// Where the warm-up of a run ends.
pub(super) struct WarmUp {
    ends_ms: i64,
}

impl WarmUp {
    pub(super) fn new(started_ms: i64, length_ms: u64) -> Self {
        Self { ends_ms: started_ms + length_ms as i64 }
    }

    /// Whether what `window` measured counts.
    pub(super) fn is_over_at(&self, window: &Window) -> bool {
        window.start_ms >= self.ends_ms
    }
}
