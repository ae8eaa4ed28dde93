//! What a peer did that HTTP/2 does not allow, or that passes a limit.

use super::frame::Code;
use super::hpack::HpackError;

/// Why a connection is given up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ConnectionError {
    /// A frame that breaks a rule.
    #[error("{0}")]
    Protocol(&'static str),
    /// A frame with the wrong size.
    #[error("a frame is longer or shorter than its kind may be")]
    FrameSize,
    /// More than a window allows, or a window beyond what there is.
    #[error("the peer breaks flow control")]
    FlowControl,
    /// A header block that is none.
    #[error(transparent)]
    Compression(#[from] HpackError),
    /// A header block beyond the limit.
    #[error("the answer's head is larger than the limit")]
    HeadTooLarge,
    /// Frame after frame that brings nothing.
    #[error("the peer sends frame after frame that brings nothing")]
    Flood,
    /// The peer will not answer on this connection.
    #[error("the peer ended the connection with GOAWAY, code {code}")]
    GoAway {
        /// Its error code.
        code: u32,
    },
    /// The connection closed.
    #[error("the connection closed inside the answer")]
    Closed,
    /// The connection closed before the peer had said anything.
    #[error("the connection closed without a word of HTTP/2")]
    ClosedAtOnce,
}

/// Why a stream has no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StreamError {
    /// The peer ended it.
    #[error("the peer reset the stream, code {code}")]
    Reset {
        /// Its error code.
        code: u32,
    },
    /// The peer says that it never began to work on it: it is safe to ask again.
    #[error("the peer refused the stream")]
    Refused,
    /// The peer goes away without having begun to work on it: it is safe to ask again elsewhere.
    #[error("the peer goes away, code {code}")]
    GoneAway {
        /// Its error code.
        code: u32,
    },
    /// The answer breaks a rule.
    #[error("{0}")]
    Protocol(&'static str),
    /// The head passes the limit.
    #[error("the answer's head is larger than the limit")]
    HeadTooLarge,
    /// The body passes the limit.
    #[error("the answer's body is larger than the limit")]
    BodyTooLarge,
    /// The whole connection failed.
    #[error(transparent)]
    Connection(#[from] ConnectionError),
}

impl ConnectionError {
    /// What the peer is told.
    pub(super) fn code(self) -> Code {
        match self {
            Self::Protocol(_) => Code::Protocol,
            Self::FrameSize => Code::FrameSize,
            Self::FlowControl => Code::FlowControl,
            Self::Compression(_) => Code::Compression,
            Self::HeadTooLarge | Self::Flood => Code::EnhanceYourCalm,
            Self::GoAway { .. } | Self::Closed | Self::ClosedAtOnce => Code::NoError,
        }
    }
}

impl StreamError {
    /// Whether the peer did not begin to work on the request.
    pub fn is_unprocessed(self) -> bool {
        matches!(self, Self::Refused | Self::GoneAway { .. })
    }

    /// What the peer is told.
    pub(super) fn code(self) -> Code {
        match self {
            Self::Protocol(_) => Code::Protocol,
            _ => Code::Cancel,
        }
    }
}
