//! How many frames may come that bring nothing.

use super::error::ConnectionError;

/// Frames without use since the last one of use. Servers measure round trips with a PING now and then; a
/// thousand of them for no answer at all is something else.
const IDLE_FRAMES_MAX: u32 = 1_000;

/// Counts them.
#[derive(Debug, Default)]
pub(super) struct Flood {
    idle_frames: u32,
}

impl Flood {
    /// A frame that brings nothing.
    pub(super) fn idle_frame(&mut self) -> Result<(), ConnectionError> {
        self.idle_frames += 1;
        if self.idle_frames > IDLE_FRAMES_MAX {
            return Err(ConnectionError::Flood);
        }
        Ok(())
    }

    /// Part of an answer came, or part of a body could be sent.
    #[inline]
    pub(super) fn progress(&mut self) {
        self.idle_frames = 0;
    }
}
