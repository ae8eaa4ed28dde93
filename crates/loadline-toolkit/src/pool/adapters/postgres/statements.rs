//! The prepared statements of one connection, by their text: the second time a text comes, one round trip is saved. A
//! bounded number is kept; the one that was not used for longest goes first, and the server is told.

use std::collections::HashMap;
use tokio_postgres::Statement;

/// Statements by text; cloning a [`Statement`] is cheap.
#[derive(Debug)]
pub(super) struct Statements<S = Statement> {
    kept_max: usize,
    /// Each use has a number; the lowest is the oldest.
    uses: u64,
    by_text: HashMap<Box<str>, (u64, S)>,
}

impl<S: Clone> Statements<S> {
    /// Keeps at most `kept_max`; none, if that is zero.
    pub(super) fn new(kept_max: usize) -> Self {
        Self { kept_max, uses: 0, by_text: HashMap::new() }
    }

    pub(super) fn get(&mut self, text: &str) -> Option<S> {
        self.uses += 1;
        let (used, statement) = self.by_text.get_mut(text)?;
        *used = self.uses;
        Some(statement.clone())
    }

    pub(super) fn keep(&mut self, text: &str, statement: S) {
        if self.kept_max == 0 {
            return;
        }
        if self.by_text.len() >= self.kept_max {
            self.drop_oldest();
        }
        self.by_text.insert(text.into(), (self.uses, statement));
    }

    pub(super) fn forget(&mut self, text: &str) {
        self.by_text.remove(text);
    }

    /// Looks at all of them: as rare as a new text on a full connection.
    fn drop_oldest(&mut self) {
        let oldest =
            self.by_text.iter().min_by_key(|(_, (used, _))| *used).map(|(text, _)| text.clone());
        if let Some(text) = oldest {
            self.by_text.remove(&text);
        }
    }
}
