//! Texts with values to fill in, compiled to slots, and what there is to fill in.

use std::fmt::Write as _;
use std::time::SystemTime;

use loadline_core::file::{Clock, Part, Template};

use super::error::FlowError;
use super::feed::Rows;
use super::surroundings::Surroundings;
use crate::calendar;

/// A template whose names have become slots.
#[derive(Debug, Clone, Default)]
pub(super) struct Text(Vec<Piece>);

#[derive(Debug, Clone)]
enum Piece {
    Text(String),
    /// From the environment: known ahead, and escaped where it stands.
    Given(String),
    Slot(usize),
    User,
    Iteration,
    Random {
        low: i64,
        high: i64,
    },
    RandomText(u32),
    OneOf(Vec<String>),
    Uuid,
    Counter,
    Now(Clock),
    Feed {
        feed: usize,
        column: usize,
    },
}

/// What one user fills in.
pub(super) struct Values {
    pub(super) user: u32,
    pub(super) iteration: u64,
    pub(super) saved: Vec<Option<String>>,
    pub(super) rows: Rows,
}

/// What is drawn anew each time.
pub(super) struct Draws<'a> {
    pub(super) random: &'a mut fastrand::Rng,
    /// Numbers that nobody else in the run gets.
    pub(super) count: &'a dyn Fn() -> u64,
}

/// Names become places here: saved values, feeds, variables of the environment.
pub(super) struct Names<'a> {
    surroundings: &'a Surroundings,
    slots: Vec<String>,
    /// Values never to be shown.
    pub(super) secrets: Vec<String>,
    /// Feeds used since the last call of [`Self::take_feeds`].
    feeds: Vec<usize>,
}

impl<'a> Names<'a> {
    pub(super) fn new(surroundings: &'a Surroundings) -> Self {
        Self { surroundings, slots: Vec::new(), secrets: Vec::new(), feeds: Vec::new() }
    }

    pub(super) fn surroundings(&self) -> &'a Surroundings {
        self.surroundings
    }

    /// The slot of a saved value.
    pub(super) fn slot(&mut self, name: &str) -> usize {
        self.slots.iter().position(|known| known == name).unwrap_or_else(|| {
            self.slots.push(name.to_owned());
            self.slots.len() - 1
        })
    }

    pub(super) fn slots(&self) -> usize {
        self.slots.len()
    }

    pub(super) fn take_slots(&mut self) -> Vec<String> {
        std::mem::take(&mut self.slots)
    }

    pub(super) fn take_feeds(&mut self) -> Vec<usize> {
        std::mem::take(&mut self.feeds)
    }

    fn variable(&mut self, variable: &str, secret: bool) -> Result<Piece, FlowError> {
        let value = self.surroundings.environment.get(variable).ok_or_else(|| {
            let word = if secret { "secret" } else { "env" };
            FlowError::Environment { variable: variable.to_owned(), word }
        })?;
        if secret && !value.is_empty() && !self.secrets.contains(value) {
            self.secrets.push(value.clone());
        }
        Ok(Piece::Given(value.clone()))
    }

    fn feed(&mut self, feed: &str, column: &str) -> Result<Piece, FlowError> {
        let (feed, column) = self.surroundings.feeds.find(feed, column)?;
        if !self.feeds.contains(&feed) {
            self.feeds.push(feed);
        }
        Ok(Piece::Feed { feed, column })
    }
}

impl Text {
    pub(super) fn new(template: &Template, names: &mut Names<'_>) -> Result<Self, FlowError> {
        let piece = |part: &Part| {
            Ok(match part {
                Part::Text(text) => Piece::Text(text.clone()),
                Part::Value(name) => Piece::Slot(names.slot(name)),
                Part::User => Piece::User,
                Part::Iteration => Piece::Iteration,
                Part::Random { low, high } => Piece::Random { low: *low, high: *high },
                Part::RandomText(length) => Piece::RandomText(*length),
                Part::OneOf(texts) => Piece::OneOf(texts.clone()),
                Part::Uuid => Piece::Uuid,
                Part::Counter => Piece::Counter,
                Part::Now(clock) => Piece::Now(*clock),
                Part::Environment { variable, secret } => names.variable(variable, *secret)?,
                Part::Feed { feed, column } => names.feed(feed, column)?,
            })
        };
        Ok(Self(template.parts().iter().map(piece).collect::<Result<_, FlowError>>()?))
    }

    /// A text in which nothing changes.
    pub(super) fn constant(text: impl Into<String>) -> Self {
        Self(vec![Piece::Text(text.into())])
    }

    /// Puts text before everything else.
    pub(super) fn prefixed(mut self, prefix: &str) -> Self {
        self.0.insert(0, Piece::Text(prefix.to_owned()));
        self
    }

    /// Whether it is the same each time.
    pub(super) fn is_constant(&self) -> bool {
        self.0.iter().all(|piece| matches!(piece, Piece::Text(_) | Piece::Given(_)))
    }

    /// The text itself, where it is the same each time.
    pub(super) fn known(&self) -> Option<String> {
        let piece = |piece: &Piece| match piece {
            Piece::Text(text) | Piece::Given(text) => Some(text.clone()),
            _ => None,
        };
        self.0.iter().map(piece).collect()
    }

    /// Parts it at the first `/` or `?` behind `from`: what comes before has to be known ahead, and is none
    /// where it is not.
    pub(super) fn split_at_path(mut self) -> Option<(String, Self)> {
        let mut host = String::new();
        while !self.0.is_empty() {
            let (Piece::Text(text) | Piece::Given(text)) = &mut self.0[0] else { return None };
            let scheme_end = (host.clone() + text).find("://").map_or(0, |at| at + 3);
            let from = scheme_end.saturating_sub(host.len()).min(text.len());
            match text[from..].find(['/', '?']) {
                Some(at) => {
                    host.push_str(&text[..from + at]);
                    text.drain(..from + at);
                    return Some((host, self));
                }
                None => {
                    host.push_str(text);
                    self.0.remove(0);
                }
            }
        }
        Some((host, self))
    }

    /// Whether it begins with this letter, as far as is known ahead.
    pub(super) fn begins_with(&self, letter: char) -> bool {
        match self.0.first() {
            Some(Piece::Text(text) | Piece::Given(text)) => text.starts_with(letter),
            _ => false,
        }
    }

    /// Whether every value it needs is there.
    pub(super) fn is_ready(&self, values: &Values) -> bool {
        self.0.iter().all(|piece| match piece {
            Piece::Slot(slot) => values.saved[*slot].is_some(),
            Piece::Feed { feed, .. } => values.rows.has(*feed),
            _ => true,
        })
    }

    /// Appends the text with `values` filled in; `escape` treats those that are not plain by nature.
    pub(super) fn fill(
        &self,
        out: &mut String,
        values: &Values,
        draws: &mut Draws<'_>,
        escape: fn(&str, &mut String),
    ) {
        for piece in &self.0 {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Given(text) => escape(text, out),
                Piece::Slot(slot) => {
                    values.saved[*slot].iter().for_each(|value| escape(value, out));
                }
                Piece::User => write_number(out, i64::from(values.user)),
                Piece::Iteration => write_number(out, values.iteration as i64),
                Piece::Random { low, high } => write_number(out, draws.random.i64(*low..=*high)),
                Piece::RandomText(length) => {
                    out.extend((0..*length).map(|_| draws.random.alphanumeric()));
                }
                Piece::OneOf(texts) => escape(&texts[draws.random.usize(..texts.len())], out),
                Piece::Uuid => write_uuid(out, draws.random.u128(..)),
                Piece::Counter => write_number(out, (draws.count)() as i64),
                Piece::Now(clock) => calendar::write_moment(out, *clock, SystemTime::now()),
                Piece::Feed { feed, column } => {
                    values.rows.value(*feed, *column).iter().for_each(|value| escape(value, out));
                }
            }
        }
    }

    /// The text with `values` filled in.
    pub(super) fn filled(&self, values: &Values, draws: &mut Draws<'_>) -> String {
        let mut out = String::new();
        self.fill(&mut out, values, draws, plain);
        out
    }
}

fn write_number(out: &mut String, number: i64) {
    write!(out, "{number}").expect("writing to memory does not fail");
}

/// A UUID of version 4, RFC 9562: all of it random but version and variant.
fn write_uuid(out: &mut String, random: u128) {
    let bits = random & !(0xf << 76) & !(0b11 << 62) | 4 << 76 | 0b10 << 62;
    let (a, b, c) = ((bits >> 96) as u32, (bits >> 80) as u16, (bits >> 64) as u16);
    let (d, e) = ((bits >> 48) as u16, bits as u64 & 0xffff_ffff_ffff);
    write!(out, "{a:08x}-{b:04x}-{c:04x}-{d:04x}-{e:012x}")
        .expect("writing to memory does not fail");
}

/// As it is.
pub(super) fn plain(value: &str, out: &mut String) {
    out.push_str(value);
}

/// As the inside of a JSON string.
pub(super) fn json(value: &str, out: &mut String) {
    let quoted = serde_json::Value::from(value).to_string();
    out.push_str(&quoted[1..quoted.len() - 1]);
}

/// As a web form has names and values (WHATWG URL, section 5.2).
pub(super) fn form(value: &str, out: &mut String) {
    for byte in value.bytes() {
        match byte {
            b' ' => out.push('+'),
            b'*' | b'-' | b'.' | b'_' => out.push(char::from(byte)),
            _ if byte.is_ascii_alphanumeric() => out.push(char::from(byte)),
            _ => write!(out, "%{byte:02X}").expect("writing to memory does not fail"),
        }
    }
}
