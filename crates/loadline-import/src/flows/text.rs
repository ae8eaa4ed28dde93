//! A text of the file to be written: what was found elsewhere, taken as it stands, and values to fill in.
//!
//! A `{{` that was found is written as `{{one of {{}}`, which fills in as itself.

use super::url::encoded_component;

/// A text with values to fill in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Text {
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    /// As it stands.
    Literal(String),
    /// What stands between `{{` and `}}`.
    Fill(String),
}

impl Text {
    /// A text as it stands.
    pub(super) fn literal(text: &str) -> Self {
        Self::default().then(text)
    }

    /// `{{inner}}`.
    pub(super) fn fill(inner: impl Into<String>) -> Self {
        Self { pieces: vec![Piece::Fill(inner.into())] }
    }

    /// The value of a secret variable.
    pub(super) fn secret(variable: &str) -> Self {
        Self::fill(format!("secret {variable}"))
    }

    /// The same with a text after it.
    #[must_use]
    pub(super) fn then(mut self, text: &str) -> Self {
        match self.pieces.last_mut() {
            _ if text.is_empty() => {}
            Some(Piece::Literal(last)) => last.push_str(text),
            _ => self.pieces.push(Piece::Literal(text.to_owned())),
        }
        self
    }

    /// Appends another text.
    pub(super) fn push(&mut self, other: &Self) {
        for piece in &other.pieces {
            match piece {
                Piece::Literal(text) => *self = std::mem::take(self).then(text),
                Piece::Fill(_) => self.pieces.push(piece.clone()),
            }
        }
    }

    /// The same with what stands as it is percent-encoded, for a piece of a path or query.
    pub(super) fn encoded(&self) -> Self {
        let encoded = |piece: &Piece| match piece {
            Piece::Literal(text) => Piece::Literal(encoded_component(text)),
            Piece::Fill(_) => piece.clone(),
        };
        Self { pieces: self.pieces.iter().map(encoded).collect() }
    }

    /// Whether nothing is filled in.
    pub(super) fn is_literal(&self) -> bool {
        self.pieces.iter().all(|piece| matches!(piece, Piece::Literal(_)))
    }

    /// The text as the file has it.
    pub(super) fn written(&self) -> String {
        let mut written = String::new();
        for (place, piece) in self.pieces.iter().enumerate() {
            match piece {
                Piece::Literal(text) => {
                    let escaped = text.replace("{{", "{{one of {{}}");
                    match escaped.strip_suffix('{') {
                        // Else it would run together with the braces that follow.
                        Some(rest) if place + 1 < self.pieces.len() => {
                            written.push_str(rest);
                            written.push_str("{{one of {}}");
                        }
                        _ => written.push_str(&escaped),
                    }
                }
                Piece::Fill(inner) => {
                    written.push_str("{{");
                    written.push_str(inner);
                    written.push_str("}}");
                }
            }
        }
        written
    }
}

/// A word that goes into a header of a form's part or names a file: nothing in it that could not stand there.
pub(super) fn word(text: &str) -> Option<String> {
    let clean: String = text.chars().filter(|c| !c.is_control() && *c != '"').collect();
    let clean = clean.trim();
    (!clean.is_empty()).then(|| clean.to_owned())
}
