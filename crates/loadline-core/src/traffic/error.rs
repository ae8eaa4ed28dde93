//! The one error of this module: traffic that cannot be driven, or a text that does not describe any.

/// Traffic that cannot be driven.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct TrafficError {
    /// What is wrong, in words.
    pub message: String,
    /// What would be accepted.
    pub hint: String,
}

impl TrafficError {
    pub(super) fn new(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { message: message.into(), hint: hint.into() }
    }
}
