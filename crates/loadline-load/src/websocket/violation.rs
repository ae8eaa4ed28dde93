//! What a server may not do over a WebSocket.

/// A breach of the protocol, or of a limit of ours. The connection is of no further use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Violation {
    /// A reserved bit is set: an extension is used that was never offered.
    #[error("the server set a reserved bit: it uses an extension that was not agreed on")]
    ReservedBit,
    /// An opcode that means nothing.
    #[error("the server sent a frame of the unknown kind {0}")]
    UnknownKind(u8),
    /// Servers do not mask.
    #[error("the server masked a frame, which only clients do")]
    Masked,
    /// A length written longer than it has to be, or beyond what can be written.
    #[error("the server wrote a frame's length in a form that is not allowed")]
    BadLength,
    /// A control frame is short and whole.
    #[error("the server sent a control frame that is in pieces or longer than 125 bytes")]
    BadControl,
    /// A piece of nothing.
    #[error("the server continued a message that was not begun")]
    NothingToContinue,
    /// A message inside a message.
    #[error("the server began a message before the last one was complete")]
    Interleaved,
    /// A text that is none.
    #[error("the server sent a text that is not UTF-8")]
    NotUtf8,
    /// A close frame with half a code, or one that must not be sent.
    #[error("the server sent a malformed close frame")]
    BadClose,
    /// More than we take.
    #[error("the server sent a message larger than {limit_bytes} bytes")]
    TooLarge {
        /// The limit.
        limit_bytes: u64,
    },
}

impl Violation {
    /// The code the connection is closed with (RFC 6455, section 7.4.1).
    pub const fn close_code(self) -> u16 {
        match self {
            Self::NotUtf8 => 1007,
            Self::TooLarge { .. } => 1009,
            _ => 1002,
        }
    }
}
