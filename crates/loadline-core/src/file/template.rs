//! Texts with values to fill in: `/items/{{random 1 1000}}`, `Bearer {{token}}`.
//!
//! Parsed once, when the file is read; filling in is the engine's work and a walk over the parts.

use std::fmt;

const ACCEPTED: &str = "accepted: `{{user}}`, `{{iteration}}`, `{{random 1 1000}}`, and the name of a \
                        value that an earlier `save` keeps, such as `{{token}}`";

/// A text with values to fill in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Template {
    parts: Vec<Part>,
}

/// One part of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Text as it stands; never empty, never next to another text.
    Text(String),
    /// A value that an earlier step saved under this name.
    Value(String),
    /// The number of the user, from 1.
    User,
    /// The number of the user's iteration, from 1; 0 during `start`.
    Iteration,
    /// A whole number drawn anew each time, both ends included.
    Random {
        /// The smallest number drawn.
        low: i64,
        /// The largest number drawn, at least `low`.
        high: i64,
    },
}

/// A text whose `{{…}}` cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct TemplateError {
    /// What is wrong, in words.
    pub message: String,
    /// Byte offset of the offending part in the text.
    pub offset: usize,
    /// Length of the offending part in bytes.
    pub length: usize,
    /// What would be accepted there.
    pub hint: String,
}

impl Template {
    /// A text without values, taken as it stands even when it holds `{{`.
    pub fn constant(text: impl Into<String>) -> Self {
        let mut template = Self::default();
        template.push_text(&text.into());
        template
    }

    /// Reads a text with its `{{…}}`.
    ///
    /// # Errors
    /// When a `{{` is not closed or what it holds is neither a name nor a generator.
    pub fn parse(text: &str) -> Result<Self, TemplateError> {
        let mut template = Self::default();
        let mut rest = text;
        while let Some(open) = rest.find("{{") {
            let offset = text.len() - rest.len() + open;
            let error = |length, message| TemplateError {
                message,
                offset,
                length,
                hint: ACCEPTED.to_owned(),
            };
            let Some(inner) = rest[open + 2..].find("}}") else {
                return Err(error(2, "`{{` is not closed by `}}`".to_owned()));
            };
            let word = &rest[open + 2..open + 2 + inner];
            let part = part_of(word).map_err(|message| error(inner + 4, message))?;
            template.push_text(&rest[..open]);
            template.push_value(part);
            rest = &rest[open + inner + 4..];
        }
        template.push_text(rest);
        Ok(template)
    }

    /// The parts in order.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// Whether there is nothing to fill in.
    pub fn is_constant(&self) -> bool {
        self.as_text().is_some()
    }

    /// The text itself, when there is nothing to fill in.
    pub fn as_text(&self) -> Option<&str> {
        match &self.parts[..] {
            [] => Some(""),
            [Part::Text(text)] => Some(text),
            _ => None,
        }
    }

    /// The names of the saved values it needs.
    pub fn values(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            Part::Value(name) => Some(name.as_str()),
            _ => None,
        })
    }

    /// Appends text as it stands.
    pub(super) fn push_text(&mut self, text: &str) {
        match self.parts.last_mut() {
            _ if text.is_empty() => {}
            Some(Part::Text(last)) => last.push_str(text),
            _ => self.parts.push(Part::Text(text.to_owned())),
        }
    }

    /// Appends a part that is not text.
    pub(super) fn push_value(&mut self, part: Part) {
        self.parts.push(part);
    }
}

/// A name that a value may be saved under.
pub(super) fn is_name(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// Words that mean something else than a saved value.
pub(super) fn is_reserved(word: &str) -> bool {
    matches!(word, "user" | "iteration" | "random")
}

fn part_of(inner: &str) -> Result<Part, String> {
    let words: Vec<&str> = inner.split_whitespace().collect();
    match words[..] {
        ["user"] => Ok(Part::User),
        ["iteration"] => Ok(Part::Iteration),
        ["random", low, high] => {
            let number = |word: &str| {
                word.parse::<i64>().map_err(|_| format!("`{word}` is not a whole number"))
            };
            let (low, high) = (number(low)?, number(high)?);
            if low > high {
                return Err(format!("`random {low} {high}` ends before it begins"));
            }
            Ok(Part::Random { low, high })
        }
        ["random", ..] => {
            Err("`random` takes two whole numbers, the lowest and the highest".into())
        }
        [name] if is_name(name) => Ok(Part::Value(name.to_owned())),
        [] => Err("`{{}}` is empty".to_owned()),
        _ => Err(format!("`{}` is not a value", inner.trim())),
    }
}

impl fmt::Display for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.parts.iter().try_for_each(|part| part.fmt(f))
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Value(name) => write!(f, "{{{{{name}}}}}"),
            Self::User => f.write_str("{{user}}"),
            Self::Iteration => f.write_str("{{iteration}}"),
            Self::Random { low, high } => write!(f, "{{{{random {low} {high}}}}}"),
        }
    }
}
