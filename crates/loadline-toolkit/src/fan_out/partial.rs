//! What became of the calls of a fan-out, each by its index.

use super::CallError;

/// What became of each call; the three lists have every index once, each in rising order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Partial<T, E> {
    /// The calls that came back with a value.
    pub ok: Vec<(usize, T)>,
    /// The calls that came back with an error or panicked.
    pub failed: Vec<(usize, CallError<E>)>,
    /// The calls that had not come back when the time was over.
    pub timed_out: Vec<usize>,
    /// How many calls were begun, in the order of their indexes: one that timed out and whose index is not below this
    /// was never begun, so it may be made again whatever it does.
    pub begun: usize,
}

impl<T, E> Partial<T, E> {
    /// How many calls there were.
    #[must_use]
    pub fn calls(&self) -> usize {
        self.ok.len() + self.failed.len() + self.timed_out.len()
    }

    /// Whether each call came back with a value.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.failed.is_empty() && self.timed_out.is_empty()
    }

    /// The values alone, in the order of the calls, when each call came back with one.
    ///
    /// # Errors
    /// The whole answer, unchanged, when a call failed or came too late.
    pub fn into_complete(self) -> Result<Vec<T>, Self> {
        if !self.is_complete() {
            return Err(self);
        }
        Ok(self.ok.into_iter().map(|(_, value)| value).collect())
    }

    pub(super) const fn empty() -> Self {
        Self { ok: Vec::new(), failed: Vec::new(), timed_out: Vec::new(), begun: 0 }
    }

    /// Puts the lists in order; of `calls` calls, those that neither list has timed out.
    pub(super) fn close(mut self, calls: usize) -> Self {
        self.ok.sort_unstable_by_key(|(index, _)| *index);
        self.failed.sort_unstable_by_key(|(index, _)| *index);
        if self.ok.len() + self.failed.len() < calls {
            let mut came_back = vec![false; calls];
            let ok = self.ok.iter().map(|(index, _)| *index);
            for index in ok.chain(self.failed.iter().map(|(index, _)| *index)) {
                came_back[index] = true;
            }
            self.timed_out = (0..calls).filter(|index| !came_back[*index]).collect();
        }
        self
    }
}
