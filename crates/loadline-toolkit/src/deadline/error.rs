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
