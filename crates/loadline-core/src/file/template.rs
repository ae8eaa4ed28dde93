//! Texts with values to fill in: `/items/{{random 1 1000}}`, `Bearer {{token}}`.
//!
//! Parsed once, when the file is read; filling in is the engine's work and a walk over the parts.

use std::fmt;

const ACCEPTED: &str = "accepted: `{{user}}`, `{{iteration}}`, `{{counter}}`, `{{random 1 1000}}`, `{{random text 12}}`, \
                        `{{one of red green}}`, `{{uuid}}`, `{{now}}`, `{{now seconds}}`, `{{now rfc3339}}`, \
                        `{{env NAME}}`, `{{secret NAME}}`, a column of a feed such as `{{people.email}}`, and the \
                        name of a value that an earlier `save` keeps, such as `{{token}}`";
/// Longest random text drawn at once.
const RANDOM_TEXT_MAX: u32 = 10_000;

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
    /// That many letters and digits, drawn anew each time.
    RandomText(u32),
    /// One of these texts, drawn anew each time; never empty.
    OneOf(Vec<String>),
    /// A random UUID (version 4), drawn anew each time.
    Uuid,
    /// A whole number that no other user and no other time gets in the run, from 1.
    Counter,
    /// The time it is filled in.
    Now(Clock),
    /// The value of an environment variable.
    Environment {
        /// The variable.
        variable: String,
        /// Whether its value is never to be shown or kept.
        secret: bool,
    },
    /// A value of a feed's row.
    Feed {
        /// The feed.
        feed: String,
        /// The column, or the key of the object.
        column: String,
    },
}

/// How a moment is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// Seconds since 1970.
    Seconds,
    /// Milliseconds since 1970.
    Milliseconds,
    /// RFC 3339 in UTC with milliseconds: `2026-01-31T12:00:00.000Z`.
    Rfc3339,
}

impl Part {
    /// Whether what it stands for is a whole number in any case.
    pub fn is_number(&self) -> bool {
        let clock = matches!(self, Self::Now(Clock::Seconds | Clock::Milliseconds));
        clock || matches!(self, Self::User | Self::Iteration | Self::Random { .. } | Self::Counter)
    }
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
    pub(in crate::file) fn push_text(&mut self, text: &str) {
        match self.parts.last_mut() {
            _ if text.is_empty() => {}
            Some(Part::Text(last)) => last.push_str(text),
            _ => self.parts.push(Part::Text(text.to_owned())),
        }
    }

    /// Appends a part that is not text.
    pub(in crate::file) fn push_value(&mut self, part: Part) {
        self.parts.push(part);
    }
}

/// A name that a value may be saved under.
pub(in crate::file) fn is_name(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// Words that mean something else than a saved value.
pub(in crate::file) fn is_reserved(word: &str) -> bool {
    const RESERVED: [&str; 10] =
        ["user", "iteration", "random", "one", "uuid", "counter", "now", "env", "secret", "not"];
    RESERVED.contains(&word)
}

fn part_of(inner: &str) -> Result<Part, String> {
    let words: Vec<&str> = inner.split_whitespace().collect();
    match words[..] {
        ["user"] => Ok(Part::User),
        ["iteration"] => Ok(Part::Iteration),
        ["random", "text", length] => match length.parse() {
            Ok(length @ 1..=RANDOM_TEXT_MAX) => Ok(Part::RandomText(length)),
            _ => Err(format!("`{length}` is not a length from 1 to {RANDOM_TEXT_MAX}")),
        },
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
            Err("`random` takes two whole numbers, the lowest and the highest, or `text` and a \
                               length up to 10000"
                .into())
        }
        ["one", "of", ref texts @ ..] if !texts.is_empty() => {
            Ok(Part::OneOf(texts.iter().map(|text| (*text).to_owned()).collect()))
        }
        ["uuid"] => Ok(Part::Uuid),
        ["counter"] => Ok(Part::Counter),
        ["now"] => Ok(Part::Now(Clock::Milliseconds)),
        ["now", "seconds"] => Ok(Part::Now(Clock::Seconds)),
        ["now", "rfc3339"] => Ok(Part::Now(Clock::Rfc3339)),
        [kind @ ("env" | "secret"), variable] if is_name(variable) => {
            Ok(Part::Environment { variable: variable.to_owned(), secret: kind == "secret" })
        }
        [name] if is_name(name) && !is_reserved(name) => Ok(Part::Value(name.to_owned())),
        [name]
            if name
                .split_once('.')
                .is_some_and(|(feed, column)| is_name(feed) && !column.is_empty()) =>
        {
            let (feed, column) = name.split_once('.').unwrap_or_default();
            Ok(Part::Feed { feed: feed.to_owned(), column: column.to_owned() })
        }
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
            Self::RandomText(length) => write!(f, "{{{{random text {length}}}}}"),
            Self::OneOf(texts) => write!(f, "{{{{one of {}}}}}", texts.join(" ")),
            Self::Uuid => f.write_str("{{uuid}}"),
            Self::Counter => f.write_str("{{counter}}"),
            Self::Now(Clock::Seconds) => f.write_str("{{now seconds}}"),
            Self::Now(Clock::Milliseconds) => f.write_str("{{now}}"),
            Self::Now(Clock::Rfc3339) => f.write_str("{{now rfc3339}}"),
            Self::Environment { variable, secret } => {
                write!(f, "{{{{{} {variable}}}}}", if *secret { "secret" } else { "env" })
            }
            Self::Feed { feed, column } => write!(f, "{{{{{feed}.{column}}}}}"),
        }
    }
}
