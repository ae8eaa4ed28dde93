//! What is wrong with options: which key, what was found, what is accepted, and where that stands.

use std::fmt;

/// A mistake in options; the run does not begin, with exit code 104.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}{path}{}{message}", Prefix(.place), Separator(path))]
pub struct OptionsError {
    /// The key, such as `scenarios.login.rate`, the variable or the flag; empty when it is about the whole.
    pub path: String,
    /// What is wrong with it.
    pub message: String,
    /// What is accepted there; empty when the message says it.
    pub hint: String,
    /// Where it stands, as far as known.
    pub place: Option<Box<Place>>,
    /// The way to it through keys and items, for whoever looks for its place.
    pub(crate) steps: Vec<Step>,
}

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file's name.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
    /// The column, counted from 1 in characters.
    pub column: usize,
}

/// One step on the way from the whole to a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    /// Into the value of a key.
    Key(String),
    /// Into an item of a list, counted from 0.
    Item(usize),
}

impl OptionsError {
    /// A mistake that belongs to no single key.
    pub fn new(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::of("", message, hint)
    }

    /// A mistake of the key, variable or flag `path`.
    pub(crate) fn of(
        path: impl Into<String>,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        Self {
            path: path.into(),
            message: message.into(),
            hint: hint.into(),
            place: None,
            steps: Vec::new(),
        }
    }

    /// A mistake in the thresholds of a metric, or in one of them.
    pub(crate) fn in_thresholds(
        metric: &str,
        item: Option<usize>,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        let mut steps = vec![Step::Key("thresholds".to_owned()), Step::Key(metric.to_owned())];
        let mut path = format!("thresholds.{metric}");
        if let Some(item) = item {
            steps.push(Step::Item(item));
            path.push_str(&format!("[{item}]"));
        }
        Self { steps, ..Self::of(path, message, hint) }
    }

    /// The same mistake with its place, unless that is known better already.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place.get_or_insert_with(|| Box::new(place));
        self
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// `file:line:column: `, or nothing.
struct Prefix<'a>(&'a Option<Box<Place>>);

impl fmt::Display for Prefix<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.as_ref().map_or(Ok(()), |place| write!(f, "{place}: "))
    }
}

/// What stands between the key and the message, where there is a key.
struct Separator<'a>(&'a str);

impl fmt::Display for Separator<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_empty() { "" } else { ": " })
    }
}
