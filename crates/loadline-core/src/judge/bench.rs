//! The bench: one watcher for each promise, all fed by the same windows.

use super::watcher::Watcher;
use crate::verdict::{Promise, Verdict};
use crate::window::Window;

/// Judges promises over windows as they come.
#[derive(Debug)]
pub struct Judge {
    watchers: Vec<Watcher>,
}

impl Judge {
    /// A judge of these promises who has seen nothing yet.
    pub fn new(promises: impl IntoIterator<Item = Promise>) -> Self {
        Self { watchers: promises.into_iter().map(Watcher::new).collect() }
    }

    /// Takes the next window into account; windows come in the order of their time.
    pub fn observe(&mut self, window: &Window) {
        self.watchers.iter_mut().for_each(|watcher| watcher.observe(window));
    }

    /// The verdicts over everything seen so far, in the order of the promises.
    pub fn verdicts(&self) -> Vec<Verdict> {
        self.watchers.iter().map(Watcher::verdict).collect()
    }
}

/// Judges promises over a finished stretch of windows.
pub fn judge<'a>(
    promises: impl IntoIterator<Item = Promise>,
    windows: impl IntoIterator<Item = &'a Window>,
) -> Vec<Verdict> {
    let mut judge = Judge::new(promises);
    windows.into_iter().for_each(|window| judge.observe(window));
    judge.verdicts()
}
