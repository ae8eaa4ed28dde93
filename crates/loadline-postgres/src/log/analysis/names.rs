//! Counts by name, bounded: names beyond the bound are counted as one.

use rustc_hash::FxHashMap;

use crate::log::bounds::NAMES_MAX;

/// How often each name was seen.
#[derive(Debug, Clone, Default)]
pub struct Counts {
    by_name: FxHashMap<String, u64>,
    others: u64,
}

impl Counts {
    pub(super) fn add(&mut self, name: &[u8]) {
        let name = String::from_utf8_lossy(name);
        if let Some(count) = self.by_name.get_mut(name.as_ref()) {
            *count += 1;
        } else if self.by_name.len() < NAMES_MAX {
            self.by_name.insert(name.into_owned(), 1);
        } else {
            self.others += 1;
        }
    }

    /// Names by count, from the most.
    #[must_use]
    pub fn by_count(&self) -> Vec<(&str, u64)> {
        let mut all: Vec<_> =
            self.by_name.iter().map(|(name, count)| (name.as_str(), *count)).collect();
        all.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        all
    }

    /// How often others were seen.
    #[must_use]
    pub const fn others(&self) -> u64 {
        self.others
    }
}
