//! The tree: what a node is and where it stands.

use std::sync::Arc;

use super::diagnostic::Place;

/// One node of the tree.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub(crate) kind: Kind,
    pub(crate) place: Place,
}

/// What a node is.
#[derive(Debug, Clone)]
pub(crate) enum Kind {
    Scalar(Scalar),
    Sequence(Vec<Node>),
    Mapping(Vec<Entry>),
}

/// A text, number, truth or nothing: YAML leaves it to the reader which.
#[derive(Debug, Clone)]
pub(crate) struct Scalar {
    /// Its text, with escapes and folding resolved. Shared, so that aliases cost nothing.
    pub(crate) text: Arc<str>,
    /// Written without quotes and not as a block: only such a scalar can be a number, a truth or nothing.
    pub(crate) plain: bool,
    /// Where the text itself begins when it stands in the source as it is; none with escapes or folding.
    pub(crate) inside: Option<Place>,
}

/// A key with its value.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) key: Key,
    pub(crate) value: Node,
}

/// A key of a mapping.
#[derive(Debug, Clone)]
pub(crate) struct Key {
    pub(crate) text: Arc<str>,
    pub(crate) place: Place,
}

impl Node {
    /// The node in words, for errors.
    pub(crate) fn described(&self) -> String {
        match &self.kind {
            _ if self.is_null() => "nothing".to_owned(),
            Kind::Scalar(scalar) => {
                let mut shown: String = scalar.text.chars().take(40).collect();
                if shown.len() < scalar.text.len() {
                    shown.push('…');
                }
                format!("`{}`", shown.replace('\n', "\\n"))
            }
            Kind::Sequence(_) => "a list".to_owned(),
            Kind::Mapping(_) => "a mapping".to_owned(),
        }
    }

    /// Whether it is a list without items.
    pub(crate) fn is_empty_list(&self) -> bool {
        matches!(&self.kind, Kind::Sequence(nodes) if nodes.is_empty())
    }

    /// Whether it says nothing: `key:`, `~` or `null`.
    pub(crate) fn is_null(&self) -> bool {
        matches!(&self.kind, Kind::Scalar(scalar)
            if scalar.plain && matches!(&*scalar.text, "" | "~" | "null" | "Null" | "NULL"))
    }
}

impl Scalar {
    /// The place of a part of the text, where that can be told; else of the whole scalar.
    pub(crate) fn part(&self, whole: Place, offset: usize, length: usize) -> Place {
        let Some(inside) = self.inside else { return whole };
        let Some(before) = self.text.get(..offset) else { return whole };
        Place {
            offset: inside.offset + offset,
            length,
            line: inside.line,
            column: inside.column + before.chars().count(),
        }
    }
}
