//! Sets of tags by number: one thread's table of every set its users ever had.
//!
//! A set is reached from another by adding one pair, so a user that enters a group, or a request with its own
//! tags, costs one look-up a pair. Texts and sets are bounded; beyond the bound a tag is left out.

use std::sync::Arc;

use loadline_core::Tags;
use rustc_hash::FxHashMap;

/// Texts a thread tells apart.
const TEXTS_MAX: usize = 200_000;
/// Sets a thread tells apart.
const SETS_MAX: usize = 100_000;
/// Stands for texts beyond the bound.
const OTHER: &str = "(other)";

/// The number of a set of tags; the default has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) struct TagsId(u32);

/// The number of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) struct TextId(u32);

/// The sets and texts of one thread.
pub(crate) struct TagTable {
    texts: Vec<Arc<str>>,
    by_text: FxHashMap<Arc<str>, TextId>,
    sets: Vec<Vec<(TextId, TextId)>>,
    steps: FxHashMap<(TagsId, TextId, TextId), TagsId>,
    by_set: FxHashMap<Vec<(TextId, TextId)>, TagsId>,
}

impl Default for TagTable {
    fn default() -> Self {
        let mut table = Self {
            texts: Vec::new(),
            by_text: FxHashMap::default(),
            sets: vec![Vec::new()],
            steps: FxHashMap::default(),
            by_set: FxHashMap::default(),
        };
        // The first text is empty, so that the default number stands for none.
        table.text("");
        table
    }
}

impl TagTable {
    /// The number of a text.
    pub(crate) fn text(&mut self, text: &str) -> TextId {
        if let Some(known) = self.by_text.get(text) {
            return *known;
        }
        let text = if self.texts.len() < TEXTS_MAX { text } else { OTHER };
        if let Some(known) = self.by_text.get(text) {
            return *known;
        }
        let (text, id): (Arc<str>, _) = (text.into(), TextId(self.texts.len() as u32));
        self.texts.push(text.clone());
        self.by_text.insert(text, id);
        id
    }

    /// The text with that number.
    pub(crate) fn written(&self, text: TextId) -> &Arc<str> {
        &self.texts[text.0 as usize]
    }

    /// The set `tags` with one more pair; a pair of the same name is replaced.
    pub(crate) fn with(&mut self, tags: TagsId, name: &str, value: &str) -> TagsId {
        let (name, value) = (self.text(name), self.text(value));
        if let Some(known) = self.steps.get(&(tags, name, value)) {
            return *known;
        }
        let mut set = self.sets[tags.0 as usize].clone();
        match set.iter_mut().find(|(known, _)| *known == name) {
            Some(pair) => pair.1 = value,
            None => set.push((name, value)),
        }
        let found = self.number(set).unwrap_or(tags);
        self.steps.insert((tags, name, value), found);
        found
    }

    /// The set `tags` without the pair of that name.
    pub(crate) fn without(&mut self, tags: TagsId, name: &str) -> TagsId {
        let name = self.text(name);
        let mut set = self.sets[tags.0 as usize].clone();
        set.retain(|(known, _)| *known != name);
        self.number(set).unwrap_or(tags)
    }

    fn number(&mut self, mut set: Vec<(TextId, TextId)>) -> Option<TagsId> {
        set.sort_unstable_by_key(|(name, _)| name.0);
        if let Some(known) = self.by_set.get(&set) {
            return Some(*known);
        }
        if set.is_empty() {
            return Some(TagsId::default());
        }
        let id = TagsId(self.sets.len() as u32);
        if self.sets.len() == SETS_MAX {
            return None;
        }
        self.sets.push(set.clone());
        self.by_set.insert(set, id);
        Some(id)
    }

    /// The value of a tag.
    pub(crate) fn get(&self, tags: TagsId, name: &str) -> Option<&Arc<str>> {
        let name = self.by_text.get(name)?;
        let pair = self.sets[tags.0 as usize].iter().find(|(known, _)| known == name)?;
        Some(self.written(pair.1))
    }

    /// The pairs of a set.
    pub(crate) fn pairs(&self, tags: TagsId) -> impl Iterator<Item = (Arc<str>, Arc<str>)> {
        let set = self.sets[tags.0 as usize].iter();
        set.map(|(name, value)| (self.written(*name).clone(), self.written(*value).clone()))
    }

    /// The set as windows have it; empty values are no tags.
    pub(crate) fn tags(&self, tags: TagsId) -> Tags {
        Tags::new(self.pairs(tags).filter(|(_, value)| !value.is_empty()))
    }
}
