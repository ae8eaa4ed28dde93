//! What a run tells its observer.

use std::time::Duration;

use loadline_core::Window;

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// As planned.
    Completed,
    /// By a stop signal.
    Interrupted,
}

/// A moment of a run.
#[derive(Debug, Clone, Copy)]
pub struct Progress {
    /// Time since the run began.
    pub elapsed: Duration,
    /// Time it is planned to take, without the graceful end.
    pub planned: Duration,
}

/// Takes the windows of a run as they come, one each second and a last shorter one.
pub trait Observer {
    /// A window is complete: every thread has handed over its part.
    fn window(&mut self, window: &Window, progress: Progress);
}

impl<F: FnMut(&Window, Progress)> Observer for F {
    fn window(&mut self, window: &Window, progress: Progress) {
        self(window, progress);
    }
}
