//! Tags: what tells one series of a metric from another.

use std::fmt;
use std::sync::Arc;

/// Names with their values, ordered by name; cheap to clone.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tags(Arc<[(Arc<str>, Arc<str>)]>);

impl Tags {
    /// Tags from pairs in any order; of two with one name the later stays.
    pub fn new<N: Into<Arc<str>>, V: Into<Arc<str>>>(
        pairs: impl IntoIterator<Item = (N, V)>,
    ) -> Self {
        let mut sorted: Vec<(Arc<str>, Arc<str>)> = Vec::new();
        for (name, value) in pairs {
            let (name, value) = (name.into(), value.into());
            match sorted.binary_search_by(|(other, _)| other.cmp(&name)) {
                Ok(place) => sorted[place].1 = value,
                Err(place) => sorted.insert(place, (name, value)),
            }
        }
        Self(sorted.into())
    }

    /// The value of the tag `name`.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.iter().find(|(other, _)| *other == name).map(|(_, value)| value)
    }

    /// Whether every tag of `filter` is here with the same value.
    pub fn contain(&self, filter: &Self) -> bool {
        filter.iter().all(|(name, value)| self.get(name) == Some(value))
    }

    /// The pairs, ordered by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (&**name, &**value))
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Default for Tags {
    fn default() -> Self {
        Self(Arc::new([]))
    }
}

impl fmt::Debug for Tags {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}
