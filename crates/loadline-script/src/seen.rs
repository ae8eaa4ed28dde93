//! Groups and checks in the order a test first saw them, which is the order its summary lists them in.

use std::sync::{Mutex, PoisonError};

/// Groups, and checks of one group, that are remembered.
const EACH_MAX: usize = 1_000;

/// A group with its checks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SeenGroup {
    /// Its path: `::outer::inner`, empty at the root.
    pub(crate) path: String,
    /// The names of its checks.
    pub(crate) checks: Vec<String>,
}

/// What was seen. Each thread tells once of each, so that nothing is locked while users work.
#[derive(Debug, Default)]
pub(crate) struct Seen(Mutex<Vec<SeenGroup>>);

impl Seen {
    /// A group was entered, and so was every group around it.
    pub(crate) fn group(&self, path: &str) {
        let ends = path.match_indices("::").map(|(at, _)| at).skip(1).chain([path.len()]);
        for end in ends {
            self.change(&path[..end], |_| {});
        }
    }

    /// A check was made in a group.
    pub(crate) fn check(&self, group: &str, name: &str) {
        self.group(group);
        self.change(group, |group| {
            let is_new = !group.checks.iter().any(|known| known == name);
            if is_new && group.checks.len() < EACH_MAX {
                group.checks.push(name.to_owned());
            }
        });
    }

    /// All of them.
    pub(crate) fn groups(&self) -> Vec<SeenGroup> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn change(&self, path: &str, change: impl FnOnce(&mut SeenGroup)) {
        let mut groups = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = groups.iter_mut().find(|group| group.path == path) {
            return change(known);
        }
        if groups.len() < EACH_MAX {
            let mut group = SeenGroup { path: path.to_owned(), checks: Vec::new() };
            change(&mut group);
            groups.push(group);
        }
    }
}
