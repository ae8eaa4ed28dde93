//! Why a body cannot be decoded.

/// A body that is not what its coding says.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CodingError {
    /// The header names a coding that is not known here.
    #[error("decode the body: its coding `{0}` is not one of gzip, deflate, br, zstd")]
    Unknown(String),
    /// More codings in a row than anybody uses.
    #[error("decode the body: it has more than {max} codings in a row")]
    TooMany {
        /// The most that are undone.
        max: usize,
    },
    /// It ends in the middle.
    #[error("decode the body: its {coding} data ends in the middle")]
    Truncated {
        /// The coding's name.
        coding: &'static str,
    },
    /// It breaks its format.
    #[error("decode the body: its {coding} data is malformed: {why}")]
    Malformed {
        /// The coding's name.
        coding: &'static str,
        /// What is wrong with it.
        why: String,
    },
    /// It would grow past the limit.
    #[error("decode the body: it is larger than {limit_bytes} bytes when decoded")]
    TooLarge {
        /// The limit.
        limit_bytes: usize,
    },
}
