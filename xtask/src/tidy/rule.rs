//! What a rule is and what it finds.

use super::tree::Tree;

/// One rule of the house.
pub(super) struct Rule {
    /// Its name, as findings show it.
    pub(super) name: &'static str,
    /// Finds every place in the tree that breaks it.
    pub(super) find: fn(&Tree) -> Vec<Finding>,
}

/// One place that breaks a rule.
#[derive(Debug)]
pub(super) struct Finding {
    /// The file, relative to the root.
    pub(super) path: String,
    /// The line, counted from 1.
    pub(super) line: usize,
    /// What is wrong and what is wanted instead.
    pub(super) message: String,
}

impl Finding {
    /// A finding at one line of a file.
    pub(super) fn new(path: &str, line: usize, message: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, message: message.into() }
    }

    /// The finding under its rule's name.
    pub(super) fn under(&self, rule: &Rule) -> String {
        format!("{}:{}: {}: {}", self.path, self.line, rule.name, self.message)
    }
}
