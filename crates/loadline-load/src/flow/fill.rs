//! Texts with values to fill in, compiled to slots, and what there is to fill in.

use std::fmt::Write as _;

use loadline_core::file::{Part, Template};

/// A template whose names have become slots.
#[derive(Debug)]
pub(super) struct Text(Vec<Piece>);

#[derive(Debug)]
enum Piece {
    Text(String),
    Slot(usize),
    User,
    Iteration,
    Random { low: i64, high: i64 },
}

/// What one user fills in.
pub(super) struct Values {
    pub(super) user: u32,
    pub(super) iteration: u64,
    pub(super) saved: Vec<Option<String>>,
}

/// The names of saved values, each with its slot.
#[derive(Default)]
pub(super) struct Slots(Vec<String>);

impl Slots {
    pub(super) fn of(&mut self, name: &str) -> usize {
        self.0.iter().position(|known| known == name).unwrap_or_else(|| {
            self.0.push(name.to_owned());
            self.0.len() - 1
        })
    }

    pub(super) fn count(&self) -> usize {
        self.0.len()
    }
}

impl Text {
    pub(super) fn new(template: &Template, slots: &mut Slots) -> Self {
        let piece = |part: &Part| match part {
            Part::Text(text) => Piece::Text(text.clone()),
            Part::Value(name) => Piece::Slot(slots.of(name)),
            Part::User => Piece::User,
            Part::Iteration => Piece::Iteration,
            Part::Random { low, high } => Piece::Random { low: *low, high: *high },
            other => Piece::Text(other.to_string()),
        };
        Self(template.parts().iter().map(piece).collect())
    }

    /// Puts text before everything else.
    pub(super) fn prefixed(mut self, prefix: &str) -> Self {
        self.0.insert(0, Piece::Text(prefix.to_owned()));
        self
    }

    /// Drops the first `length` bytes of the leading text.
    pub(super) fn without_first(mut self, length: usize) -> Self {
        if let Some(Piece::Text(first)) = self.0.first_mut() {
            first.drain(..length);
        }
        self
    }

    /// Whether every saved value it needs has been saved.
    pub(super) fn is_ready(&self, values: &Values) -> bool {
        self.0.iter().all(|piece| match piece {
            Piece::Slot(slot) => values.saved[*slot].is_some(),
            _ => true,
        })
    }

    /// Appends the text with `values` filled in; `escape` treats saved values.
    pub(super) fn fill(
        &self,
        out: &mut String,
        values: &Values,
        random: &mut fastrand::Rng,
        escape: fn(&str, &mut String),
    ) {
        for piece in &self.0 {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Slot(slot) => {
                    values.saved[*slot].iter().for_each(|value| escape(value, out));
                }
                Piece::User => write_number(out, i64::from(values.user)),
                Piece::Iteration => write_number(out, values.iteration as i64),
                Piece::Random { low, high } => write_number(out, random.i64(*low..=*high)),
            }
        }
    }
}

fn write_number(out: &mut String, number: i64) {
    write!(out, "{number}").expect("writing to memory does not fail");
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
