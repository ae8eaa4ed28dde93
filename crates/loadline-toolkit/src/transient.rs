//! The word every error of the toolkit has for "it may pass": retries, breakers and budgets ask it and nothing else.

use std::time::Duration;

/// An error that knows whether trying again makes sense.
///
/// ```
/// use loadline_toolkit::Transient;
///
/// #[derive(Debug)]
/// struct Refused;
///
/// impl Transient for Refused {
///     fn is_transient(&self) -> bool {
///         true
///     }
/// }
///
/// assert!(Refused.is_transient());
/// assert_eq!(Refused.retry_after(), None);
/// ```
pub trait Transient {
    /// Whether the same call may succeed a moment later, although nothing was changed by the caller.
    fn is_transient(&self) -> bool;

    /// How long the other side asked to be left alone, where it said so.
    fn retry_after(&self) -> Option<Duration> {
        None
    }
}
