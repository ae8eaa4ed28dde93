//! The wait before each further try, by the number of tries made.

use std::{fmt, sync::Arc, time::Duration};

/// The wait before the next try, before jitter.
#[derive(Clone)]
pub enum Backoff {
    /// Always the same wait.
    Constant(Duration),
    /// This wait after the first try, twice this after the second, three times after the third …
    Linear(Duration),
    /// `first` after the first try, `factor` times the last one after each further, `longest` at most.
    Exponential {
        /// The wait after the first try.
        first: Duration,
        /// What each wait is multiplied by for the next one; at least 1.
        factor: f64,
        /// The longest wait.
        longest: Duration,
    },
    /// What a function says for the number of tries made, from 1; `None` ends it. A panic in it is the caller's.
    Custom(Arc<dyn Fn(u32) -> Option<Duration> + Send + Sync>),
}

impl Backoff {
    /// The back-off a function gives for the number of tries made, from 1; `None` ends the tries.
    ///
    /// ```
    /// use loadline_toolkit::retry::Backoff;
    /// use std::time::Duration;
    ///
    /// let twice_at_once = Backoff::custom(|tries| (tries <= 2).then_some(Duration::ZERO));
    /// # drop(twice_at_once);
    /// ```
    #[must_use]
    pub fn custom(wait: impl Fn(u32) -> Option<Duration> + Send + Sync + 'static) -> Self {
        Self::Custom(Arc::new(wait))
    }

    /// The wait after `tries` tries, of which one at least was made.
    pub(super) fn wait(&self, tries: u32) -> Option<Duration> {
        match self {
            Self::Constant(wait) => Some(*wait),
            Self::Linear(step) => Some(step.saturating_mul(tries)),
            Self::Exponential { first, factor, longest } => {
                let exponent = i32::try_from(tries.saturating_sub(1)).unwrap_or(i32::MAX);
                let wait_s = first.as_secs_f64() * factor.powi(exponent);
                Some(Duration::try_from_secs_f64(wait_s).unwrap_or(*longest).min(*longest))
            }
            Self::Custom(wait) => wait(tries),
        }
    }
}

impl fmt::Debug for Backoff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Constant(wait) => f.debug_tuple("Constant").field(wait).finish(),
            Self::Linear(step) => f.debug_tuple("Linear").field(step).finish(),
            Self::Exponential { first, factor, longest } => f
                .debug_struct("Exponential")
                .field("first", first)
                .field("factor", factor)
                .field("longest", longest)
                .finish(),
            Self::Custom(_) => f.write_str("Custom"),
        }
    }
}
