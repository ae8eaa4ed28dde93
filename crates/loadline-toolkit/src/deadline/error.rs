//! The error of work that was not done by its deadline.

use crate::Transient;

/// The deadline passed before the work was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the deadline passed before the work was done")]
pub struct DeadlineExceeded;

impl Transient for DeadlineExceeded {
    /// Never: the caller's own time is over, whatever the other side could do later.
    fn is_transient(&self) -> bool {
        false
    }
}

/// What becomes of a call under a deadline, where it does not come back with a value.
#[cfg(feature = "deadline-layer")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DeadlineError<E> {
    /// The deadline passed first.
    #[error(transparent)]
    Exceeded(#[from] DeadlineExceeded),
    /// The call failed in time.
    #[error("the call failed")]
    Inner(#[source] E),
}

#[cfg(feature = "deadline-layer")]
impl<E: Transient> Transient for DeadlineError<E> {
    fn is_transient(&self) -> bool {
        match self {
            Self::Exceeded(exceeded) => exceeded.is_transient(),
            Self::Inner(error) => error.is_transient(),
        }
    }

    fn retry_after(&self) -> Option<std::time::Duration> {
        match self {
            Self::Exceeded(_) => None,
            Self::Inner(error) => error.retry_after(),
        }
    }
}
