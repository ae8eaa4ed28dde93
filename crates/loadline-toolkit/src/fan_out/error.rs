//! Why one call of a fan-out failed.

use crate::Transient;
use std::time::Duration;

/// Why one call failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CallError<E> {
    /// The call came back with this error.
    #[error("the call failed")]
    Failed(#[source] E),
    /// The call, or the iterator that was to give it, panicked.
    #[error("the call panicked: {message}")]
    Panicked {
        /// What the panic said.
        message: String,
    },
}

impl<E: Transient> Transient for CallError<E> {
    /// As the call's own error says; a panic does not pass by itself.
    fn is_transient(&self) -> bool {
        match self {
            Self::Failed(error) => error.is_transient(),
            Self::Panicked { .. } => false,
        }
    }

    fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Failed(error) => error.retry_after(),
            Self::Panicked { .. } => None,
        }
    }
}
