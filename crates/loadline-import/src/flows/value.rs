//! A tree of plain values: what JSON and YAML have in common, keys in the order they were written.
//!
//! Read by `json.rs` and `yaml.rs` within bounds; written into the file by `write/`.

mod json;
mod yaml;

pub(super) use json::{read_json, read_json_within};
pub(super) use yaml::read_yaml;

use super::text::Text;

/// One value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Null,
    Bool(bool),
    /// As JSON writes it.
    Number(String),
    Text(String),
    /// A text with values to fill in; never read, only made.
    Fill(Text),
    List(Vec<Self>),
    /// Keys are there once.
    Map(Vec<(String, Self)>),
}

impl Value {
    /// The value of a key; none where this is no map or has no such key.
    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        self.entries().iter().find(|(known, _)| known == key).map(|(_, value)| value)
    }

    /// The value at a path of keys.
    pub(super) fn at(&self, path: &[&str]) -> Option<&Self> {
        path.iter().try_fold(self, |value, key| value.get(key))
    }

    /// The text, where it is one.
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The text of a key.
    pub(super) fn text_of(&self, key: &str) -> Option<&str> {
        self.get(key).and_then(Self::text)
    }

    /// A text, number or truth as text.
    pub(super) fn scalar(&self) -> Option<String> {
        match self {
            Self::Text(text) | Self::Number(text) => Some(text.clone()),
            Self::Bool(truth) => Some(truth.to_string()),
            _ => None,
        }
    }

    /// The number, also where it stands in quotes.
    pub(super) fn number(&self) -> Option<f64> {
        match self {
            Self::Number(text) | Self::Text(text) => text.parse().ok(),
            _ => None,
        }
    }

    /// The items; none where this is no list.
    pub(super) fn items(&self) -> &[Self] {
        match self {
            Self::List(items) => items,
            _ => &[],
        }
    }

    /// The items of the list under a key.
    pub(super) fn items_of(&self, key: &str) -> &[Self] {
        self.get(key).map_or(&[], Self::items)
    }

    /// The entries; none where this is no map.
    pub(super) fn entries(&self) -> &[(String, Self)] {
        match self {
            Self::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The entries of the map under a key.
    pub(super) fn entries_of(&self, key: &str) -> &[(String, Self)] {
        self.get(key).map_or(&[], Self::entries)
    }

    /// Whether a key holds `true`.
    pub(super) fn is_true(&self, key: &str) -> bool {
        self.get(key) == Some(&Self::Bool(true))
    }

    /// Bytes of its keys and texts together.
    pub(super) fn text_bytes(&self) -> usize {
        let entry = |(key, value): &(String, Self)| key.len() + value.text_bytes();
        let items = self.items().iter().map(Self::text_bytes).sum::<usize>();
        let entries = self.entries().iter().map(entry).sum::<usize>();
        self.text().map_or(0, str::len) + items + entries
    }

    /// How many values it is made of, counted up to `most`.
    pub(super) fn size_within(&self, most: usize) -> usize {
        let mut waiting = vec![self];
        let mut count = 0;
        while let Some(value) = waiting.pop() {
            count += 1;
            if count > most {
                break;
            }
            waiting.extend(value.items());
            waiting.extend(value.entries().iter().map(|(_, value)| value));
        }
        count
    }
}

/// Entries with each key once: the last of them wins, as in every JSON reader of note.
fn once(mut entries: Vec<(String, Value)>) -> Vec<(String, Value)> {
    let mut seen = std::collections::HashSet::with_capacity(entries.len());
    let is_last: Vec<bool> =
        entries.iter().rev().map(|(key, _)| seen.insert(key.as_str())).collect();
    let mut is_last = is_last.into_iter().rev();
    drop(seen);
    entries.retain(|_| is_last.next().unwrap_or(true));
    entries
}
