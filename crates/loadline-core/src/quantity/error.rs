//! The one error of the quantity parsers: what was read and which forms are accepted.

/// A text that is not the quantity asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not {wanted}; accepted: {accepted}")]
pub struct QuantityError {
    /// What was read.
    pub text: String,
    /// What was wanted, with its article: `a duration`.
    pub wanted: &'static str,
    /// The accepted forms, as examples.
    pub accepted: &'static str,
}

impl QuantityError {
    pub(super) fn new(text: &str, wanted: &'static str, accepted: &'static str) -> Self {
        Self { text: text.to_owned(), wanted, accepted }
    }
}
