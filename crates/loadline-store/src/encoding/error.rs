//! Why a window cannot be written, and why bytes are not a window.

use loadline_core::histogram::PartsError;

/// A window beyond what the store holds.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EncodeError {
    /// Too many series, or too much in them.
    #[error("the window takes {bytes} bytes, at most {max} are stored")]
    TooLarge {
        /// What it takes.
        bytes: usize,
        /// The bound.
        max: usize,
    },
    /// The histograms span more buckets than a reader would make room for.
    #[error("the window's histograms span more than {max} buckets")]
    TooWide {
        /// The bound.
        max: usize,
    },
    /// The values of a histogram add up to more than a number holds.
    #[error("the values of {metric} add up to no finite sum")]
    NotFinite {
        /// The metric of the series.
        metric: String,
    },
}

/// Bytes that are not a window.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// The bytes end too early, or speak of more than there is.
    #[error("the window's bytes end too early")]
    Short,
    /// More bytes than any window takes.
    #[error("the window takes {bytes} bytes, at most {max} are read")]
    TooLarge {
        /// What it takes.
        bytes: usize,
        /// The bound.
        max: usize,
    },
    /// Written in a way that this version does not know.
    #[error("the window's encoding has version {0}, known is 1")]
    Version(u8),
    /// The bytes are not those that were written.
    #[error("the window's checksum does not match")]
    Checksum,
    /// The bytes contradict the format.
    #[error("the window is malformed: {0}")]
    Malformed(&'static str),
    /// The parts of a histogram contradict each other.
    #[error("a series of the window is malformed")]
    Histogram(#[from] PartsError),
}
