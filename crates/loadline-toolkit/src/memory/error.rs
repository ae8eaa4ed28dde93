//! What goes wrong with a monitor: its settings, or what it reads.

use crate::Transient;
use std::io;

/// Settings a monitor cannot work with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// A setting that must be above zero is not.
    #[error("{setting} must be above zero")]
    Zero {
        /// Its name.
        setting: &'static str,
    },
    /// A slope over so few or so many samples says nothing, or takes too long.
    #[error("a window must have {min} to {max} samples, this has {samples}")]
    Samples {
        /// The samples in the window.
        samples: u128,
        /// The fewest.
        min: u128,
        /// The most.
        max: u128,
    },
    /// A share is not between zero and one.
    #[error("{setting} must be above 0 and at most {max}")]
    Share {
        /// Its name.
        setting: &'static str,
        /// What it may be at most.
        max: u32,
    },
}

impl Transient for ConfigError {
    fn is_transient(&self) -> bool {
        false
    }
}

/// The system did not tell the resident size.
#[derive(Debug, thiserror::Error)]
#[error("the resident size cannot be read")]
pub struct ReadError(#[from] pub io::Error);

impl Transient for ReadError {
    /// A file of the kernel's that is there stays readable: what fails is a system that has none.
    fn is_transient(&self) -> bool {
        false
    }
}
