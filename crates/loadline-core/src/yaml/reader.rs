//! Typed reading of the tree: each mistake is reported and reading goes on, up to 20 of them.
//!
//! A method that returns `None` has reported why. [`Mapping::take`] knows the accepted keys of a mapping
//! from being asked for them, so that the list in errors cannot differ from what is read.

use std::fmt::Display;
use std::str::FromStr;

use super::diagnostic::{Diagnostic, Place};
use super::node::{Entry, Key, Kind, Node, Scalar};
use super::tree;
use crate::objective::ObjectiveError;
use crate::quantity::QuantityError;

const DIAGNOSTICS_MAX: usize = 20;

/// What was found wrong so far.
#[derive(Debug, Default)]
pub(crate) struct Reader {
    diagnostics: Vec<Diagnostic>,
}

/// A mapping that is being read, key by key.
pub(crate) struct Mapping<'a> {
    entries: &'a [Entry],
    what: String,
    place: Place,
    accepted: Vec<&'static str>,
}

/// Reads a text: the tree, then `read` on its root, which must be a mapping.
pub(crate) fn read<T>(
    text: &str,
    what: &str,
    read: impl FnOnce(&mut Reader, Mapping<'_>) -> T,
) -> Result<T, Vec<Diagnostic>> {
    let tree = tree::parse(text).map_err(|error| vec![error])?;
    let mut reader = Reader { diagnostics: tree.repeated };
    let root = tree.root.filter(|root| !root.is_null()).ok_or_else(|| {
        let start = Place { line: 1, column: 1, ..Place::default() };
        vec![Diagnostic::at(start, format!("{what} is empty"), None)]
    })?;
    let value = reader.mapping(&root, what).map(|mapping| read(&mut reader, mapping));
    match value {
        Some(value) if reader.diagnostics.is_empty() => Ok(value),
        _ => {
            reader.diagnostics.sort_by_key(|error| error.offset);
            Err(reader.diagnostics)
        }
    }
}

impl Reader {
    /// Reports what is wrong at `place`.
    pub(crate) fn report(
        &mut self,
        place: Place,
        message: impl Into<String>,
        hint: Option<String>,
    ) {
        if self.diagnostics.len() < DIAGNOSTICS_MAX {
            self.diagnostics.push(Diagnostic::at(place, message, hint));
        }
    }

    /// Reports a node of the wrong kind.
    pub(crate) fn wrong(&mut self, node: &Node, what: &str, wanted: &str, hint: Option<&str>) {
        let message = format!("{what} must be {wanted}, not {}", node.described());
        self.report(node.place, message, hint.map(str::to_owned));
    }

    /// The node as a mapping.
    pub(crate) fn mapping<'a>(&mut self, node: &'a Node, what: &str) -> Option<Mapping<'a>> {
        let Kind::Mapping(entries) = &node.kind else {
            self.wrong(node, what, "a mapping", Some("write `key: value` pairs"));
            return None;
        };
        Some(Mapping { entries, what: what.to_owned(), place: node.place, accepted: Vec::new() })
    }

    /// The node as a mapping whose keys are names that the user chooses.
    pub(crate) fn named<'a>(&mut self, node: &'a Node, what: &str) -> &'a [Entry] {
        self.mapping(node, what).map_or(&[], |mapping| mapping.entries)
    }

    /// The node as a list.
    pub(crate) fn list<'a>(&mut self, node: &'a Node, what: &str) -> &'a [Node] {
        let Kind::Sequence(nodes) = &node.kind else {
            self.wrong(node, what, "a list", Some("write `- item` lines, or `[ item, item ]`"));
            return &[];
        };
        nodes
    }

    /// The node as a list, or as the one item of it.
    pub(crate) fn one_or_list<'a>(&mut self, node: &'a Node) -> &'a [Node] {
        match &node.kind {
            Kind::Sequence(nodes) => nodes,
            _ => std::slice::from_ref(node),
        }
    }

    /// The node as a scalar that says something.
    pub(crate) fn scalar<'a>(&mut self, node: &'a Node, what: &str) -> Option<&'a Scalar> {
        match &node.kind {
            Kind::Scalar(scalar) if !node.is_null() => Some(scalar),
            _ => {
                self.wrong(node, what, "a text", None);
                None
            }
        }
    }

    /// The node's text; numbers and truths are texts as well.
    pub(crate) fn text<'a>(&mut self, node: &'a Node, what: &str) -> Option<&'a str> {
        self.scalar(node, what).map(|scalar| &*scalar.text)
    }

    /// The node's text that says something.
    pub(crate) fn name(&mut self, node: &Node, what: &str) -> Option<String> {
        let text = self.text(node, what)?;
        if text.trim().is_empty() {
            self.wrong(node, what, "a text that says something", None);
            return None;
        }
        Some(text.to_owned())
    }

    /// The node as a whole number between two bounds.
    pub(crate) fn whole(&mut self, node: &Node, what: &str, low: u64, high: u64) -> Option<u64> {
        let text = self.text(node, what)?;
        let number = text.replace('_', "").parse::<u64>().ok();
        let within = number.filter(|number| (low..=high).contains(number));
        if within.is_none() {
            let wanted = format!("a whole number from {low} to {high}");
            self.wrong(node, what, &wanted, None);
        }
        within
    }

    /// The node's text, parsed; `refused` tells the message and the hint of an error.
    pub(crate) fn parsed<T: FromStr>(
        &mut self,
        node: &Node,
        what: &str,
        refused: impl FnOnce(T::Err) -> (String, String),
    ) -> Option<T> {
        match self.text(node, what)?.parse() {
            Ok(value) => Some(value),
            Err(error) => {
                let (message, hint) = refused(error);
                self.report(node.place, message, Some(hint));
                None
            }
        }
    }

    /// The node as a quantity of one kind.
    pub(crate) fn quantity<T: FromStr<Err = QuantityError>>(
        &mut self,
        node: &Node,
        what: &str,
    ) -> Option<T> {
        self.parsed(node, what, |QuantityError { text, wanted, accepted }| {
            (format!("`{text}` is not {wanted}"), format!("accepted: {accepted}"))
        })
    }

    /// The node as an objective or a change; an error points at the word of the sentence.
    pub(crate) fn sentence<T>(&mut self, node: &Node) -> Option<T>
    where
        T: FromStr<Err = ObjectiveError>,
    {
        let scalar = self.scalar(node, "a promise")?;
        match scalar.text.parse() {
            Ok(sentence) => Some(sentence),
            Err(ObjectiveError { message, offset, length, hint }) => {
                let place = scalar.part(node.place, offset, length);
                self.report(place, message, Some(hint));
                None
            }
        }
    }
}

impl<'a> Mapping<'a> {
    /// The value of a key; none when it is absent or says nothing.
    pub(crate) fn take(&mut self, key: &'static str) -> Option<&'a Node> {
        self.take_entry(key).map(|(_, value)| value).filter(|value| !value.is_null())
    }

    /// A key and its value, even one that says nothing.
    pub(crate) fn take_entry(&mut self, key: &'static str) -> Option<(&'a Key, &'a Node)> {
        self.accepted.push(key);
        let entry = self.entries.iter().find(|entry| &*entry.key.text == key)?;
        Some((&entry.key, &entry.value))
    }

    /// Where the mapping stands.
    pub(crate) fn place(&self) -> Place {
        self.place
    }

    /// Reports every key that was not asked for.
    pub(crate) fn finish(self, reader: &mut Reader) {
        for Entry { key, .. } in self.entries {
            if self.accepted.iter().any(|accepted| *accepted == &*key.text) {
                continue;
            }
            let message = format!("{} has no key `{}`", self.what, key.text);
            let hint =
                format!("{}accepted: {}", meant(&key.text, &self.accepted), quoted(&self.accepted));
            reader.report(key.place, message, Some(hint));
        }
    }
}

/// `did you mean …? ` when one of the names is near the word, else nothing.
pub(crate) fn meant<N: AsRef<str>>(word: &str, names: &[N]) -> String {
    nearest(word, names).map_or(String::new(), |name| format!("did you mean `{name}`? "))
}

/// The name nearest to the word, if it is at most a third of its letters away.
pub(crate) fn nearest<'a, N: AsRef<str>>(word: &str, names: &'a [N]) -> Option<&'a str> {
    let distance_max = (word.chars().count() / 3).max(1);
    names
        .iter()
        .map(|name| (strsim::damerau_levenshtein(word, name.as_ref()), name.as_ref()))
        .filter(|(distance, _)| *distance <= distance_max)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// The names in backticks with commas between them.
pub(crate) fn quoted<N: Display>(names: &[N]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
