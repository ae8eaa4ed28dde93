//! Flow control (RFC 9113, section 5.2): how much may be sent, how much may come.

use super::error::ConnectionError;

/// No window is larger.
const WINDOW_MAX: i64 = (1 << 31) - 1;

/// What the peer lets through. It may be negative after the peer made windows smaller.
#[derive(Debug, Clone, Copy)]
pub(super) struct SendWindow(i64);

impl SendWindow {
    pub(super) fn new(size: u32) -> Self {
        Self(i64::from(size))
    }

    pub(super) fn available(self) -> usize {
        self.0.max(0) as usize
    }

    pub(super) fn take(&mut self, bytes: usize) {
        self.0 -= bytes as i64;
    }

    pub(super) fn change(&mut self, by: i64) -> Result<(), ConnectionError> {
        self.0 += by;
        if self.0 > WINDOW_MAX { Err(ConnectionError::FlowControl) } else { Ok(()) }
    }
}

/// What the peer may send. Bytes are used as they come, so it is opened again by halves.
#[derive(Debug, Clone, Copy)]
pub(super) struct ReceiveWindow {
    left: u32,
    size: u32,
}

impl ReceiveWindow {
    pub(super) const fn new(size: u32) -> Self {
        Self { left: size, size }
    }

    /// Counts what came.
    #[inline]
    pub(super) fn take(&mut self, bytes: usize) -> Result<(), ConnectionError> {
        let left = (self.left as usize).checked_sub(bytes);
        self.left = left.ok_or(ConnectionError::FlowControl)? as u32;
        Ok(())
    }

    /// By how much to open it again, once half of it is used up.
    #[inline]
    pub(super) fn refill(&mut self) -> Option<u32> {
        if self.left > self.size / 2 {
            return None;
        }
        Some(self.size - std::mem::replace(&mut self.left, self.size))
    }
}
