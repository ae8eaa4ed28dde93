//! What came back: status, size, and what of it was asked for.

use super::fields::Fields;

/// Bounds on what a response may be.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes of a head, all interim heads included.
    pub head_bytes_max: usize,
    /// Bytes of a body, kept or not.
    pub body_bytes_max: u64,
}

impl Default for Limits {
    /// 64 KiB of head, as most servers allow; 64 MiB of body.
    fn default() -> Self {
        Self { head_bytes_max: 64 * 1024, body_bytes_max: 64 * 1024 * 1024 }
    }
}

/// Bytes of a failing answer's body that are kept to be shown.
pub const EXCERPT_BYTES: usize = 4 * 1024;

/// What of an answer its user wants to see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Keep {
    /// The header fields. Those of an answer with a cookie, a redirect or a coded body are kept anyway.
    pub fields: bool,
    /// The body.
    pub body: bool,
    /// Who answered.
    pub peer: bool,
    /// Of an answer with a status of 400 or above the fields and the body's first [`EXCERPT_BYTES`], so that
    /// a failure can be shown.
    pub failure: bool,
}

/// What is known of a response.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reply {
    /// The status; 0 before the head is complete.
    pub status: u16,
    /// Whether the connection may be used again.
    pub keep_alive: bool,
    /// Bytes of the body so far, as they came over the wire.
    pub body_bytes: u64,
    /// The header fields, where they were asked for or tell the user what to do next.
    pub fields: Option<Fields>,
    /// The body itself, where it was asked for, as it came over the wire; of a failure perhaps its beginning.
    pub body: Option<Vec<u8>>,
}
