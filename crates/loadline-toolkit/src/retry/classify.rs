//! The word on an outcome: whether it stands, or a further try may change it.

use crate::Transient;
use std::time::Duration;

/// What is to be done with an outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is what was wanted.
    Accept,
    /// Another try may do better, after the policy's wait.
    Retry,
    /// Another try may do better, no sooner than the other side asked for.
    RetryAfter(Duration),
    /// It is not what was wanted, and another try would not change it.
    Fatal,
}

/// Gives the verdict on an outcome. Closures over `Result<&T, &E>` are classifiers; a panic in one is the caller's.
pub trait Classify<T, E> {
    /// The verdict on one outcome.
    fn classify(&self, outcome: Result<&T, &E>) -> Verdict;
}

/// Values are accepted, errors go by what they say of themselves through [`Transient`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ByTransient;

impl<T, E: Transient> Classify<T, E> for ByTransient {
    fn classify(&self, outcome: Result<&T, &E>) -> Verdict {
        match outcome {
            Ok(_) => Verdict::Accept,
            Err(error) if !error.is_transient() => Verdict::Fatal,
            Err(error) => error.retry_after().map_or(Verdict::Retry, Verdict::RetryAfter),
        }
    }
}

impl<T, E, F: Fn(Result<&T, &E>) -> Verdict> Classify<T, E> for F {
    fn classify(&self, outcome: Result<&T, &E>) -> Verdict {
        self(outcome)
    }
}
