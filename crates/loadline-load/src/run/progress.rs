//! What a run tells its observer.

use std::time::Duration;

use loadline_core::{Sample, Window};

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// As planned.
    Completed,
    /// By a stop signal.
    Interrupted,
}

/// What is left of a run besides its windows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// How it ended.
    pub ending: Ending,
    /// A few of the requests that failed, in the order of their time.
    pub samples: Vec<Sample>,
    /// What a reader of the result has to know, such as that data ran out: a sentence each.
    pub notes: Vec<String>,
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
