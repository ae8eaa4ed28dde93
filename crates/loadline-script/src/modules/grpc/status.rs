//! How a call ended: a code and a message, from what the server said or from what happened to its stream.

use loadline_load::http2::{ConnectionError, StreamError};
use loadline_load::message::Fields;

/// The codes that are used here.
pub(super) const OK: u32 = 0;
pub(super) const CANCELED: u32 = 1;
pub(super) const UNKNOWN: u32 = 2;
pub(super) const DEADLINE_EXCEEDED: u32 = 4;
pub(super) const PERMISSION_DENIED: u32 = 7;
pub(super) const RESOURCE_EXHAUSTED: u32 = 8;
pub(super) const UNIMPLEMENTED: u32 = 12;
pub(super) const INTERNAL: u32 = 13;
pub(super) const UNAVAILABLE: u32 = 14;
pub(super) const UNAUTHENTICATED: u32 = 16;

/// Every code with the name that scripts know it by.
pub(super) const CODES: [(&str, u32); 17] = [
    ("StatusOK", OK),
    ("StatusCanceled", CANCELED),
    ("StatusUnknown", UNKNOWN),
    ("StatusInvalidArgument", 3),
    ("StatusDeadlineExceeded", DEADLINE_EXCEEDED),
    ("StatusNotFound", 5),
    ("StatusAlreadyExists", 6),
    ("StatusPermissionDenied", PERMISSION_DENIED),
    ("StatusResourceExhausted", RESOURCE_EXHAUSTED),
    ("StatusFailedPrecondition", 9),
    ("StatusAborted", 10),
    ("StatusOutOfRange", 11),
    ("StatusUnimplemented", UNIMPLEMENTED),
    ("StatusInternal", INTERNAL),
    ("StatusUnavailable", UNAVAILABLE),
    ("StatusDataLoss", 15),
    ("StatusUnauthenticated", UNAUTHENTICATED),
];

/// How a call ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Status {
    pub(super) code: u32,
    pub(super) message: String,
}

impl Status {
    pub(super) fn new(code: u32, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }

    /// It took longer than it may.
    pub(super) fn late() -> Self {
        Self::new(DEADLINE_EXCEEDED, "context deadline exceeded")
    }

    /// What the server said in its trailers, or in a head that is all there is.
    pub(super) fn said(head: Option<&(u16, Fields)>, trailers: &Fields) -> Self {
        let in_head = head.map(|(_, fields)| fields);
        let fields = [Some(trailers), in_head].into_iter().flatten();
        let found =
            fields.into_iter().find_map(|fields| Some((fields, fields.get("grpc-status")?)));
        match (found, head) {
            (Some((fields, code)), _) => {
                let code = std::str::from_utf8(code).ok().and_then(|code| code.parse().ok());
                let message = fields.get("grpc-message").map(unescaped).unwrap_or_default();
                Self::new(code.unwrap_or(UNKNOWN), message)
            }
            (None, Some((status, _))) if *status != 200 => Self::of_http(*status),
            _ => Self::new(INTERNAL, "server closed the stream without sending trailers"),
        }
    }

    /// What an answer that is not of gRPC stands for.
    fn of_http(status: u16) -> Self {
        let code = match status {
            400 => INTERNAL,
            401 => UNAUTHENTICATED,
            403 => PERMISSION_DENIED,
            404 => UNIMPLEMENTED,
            429 | 502..=504 => UNAVAILABLE,
            _ => UNKNOWN,
        };
        Self::new(code, format!("unexpected HTTP status code received from server: {status}"))
    }

    /// What became of a stream that did not end well; `detail` is what the system says of it.
    pub(super) fn broken(error: StreamError, detail: &str) -> Self {
        match error {
            StreamError::Reset { code } => {
                let (status, name) = reset(code);
                let text = format!("stream terminated by RST_STREAM with error code: {name}");
                Self::new(status, text)
            }
            StreamError::Refused | StreamError::GoneAway { .. } => {
                Self::new(UNAVAILABLE, "the connection is draining")
            }
            StreamError::Connection(ConnectionError::Closed | ConnectionError::ClosedAtOnce) => {
                Self::new(UNAVAILABLE, "error reading from server: EOF")
            }
            StreamError::Connection(_) => {
                Self::new(UNAVAILABLE, format!("connection error: desc = \"{detail}\""))
            }
            _ => Self::new(INTERNAL, detail),
        }
    }
}

/// The status that the code of a reset stands for, and that code's name.
fn reset(code: u32) -> (u32, String) {
    let (status, name) = match code {
        0 => (INTERNAL, "NO_ERROR"),
        1 => (INTERNAL, "PROTOCOL_ERROR"),
        2 => (INTERNAL, "INTERNAL_ERROR"),
        3 => (INTERNAL, "FLOW_CONTROL_ERROR"),
        4 => (INTERNAL, "SETTINGS_TIMEOUT"),
        6 => (INTERNAL, "FRAME_SIZE_ERROR"),
        7 => (UNAVAILABLE, "REFUSED_STREAM"),
        8 => (CANCELED, "CANCEL"),
        9 => (INTERNAL, "COMPRESSION_ERROR"),
        10 => (INTERNAL, "CONNECT_ERROR"),
        11 => (RESOURCE_EXHAUSTED, "ENHANCE_YOUR_CALM"),
        12 => (PERMISSION_DENIED, "INADEQUATE_SECURITY"),
        other => return (UNKNOWN, other.to_string()),
    };
    (status, name.to_owned())
}

/// A message without the `%XX` that bytes beyond plain ASCII travel as.
fn unescaped(text: &[u8]) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((first, behind)) = rest.split_first() {
        let pair = behind.get(..2).and_then(|pair| std::str::from_utf8(pair).ok());
        match pair.and_then(|pair| u8::from_str_radix(pair, 16).ok()) {
            Some(byte) if *first == b'%' => {
                bytes.push(byte);
                rest = &behind[2..];
            }
            _ => {
                bytes.push(*first);
                rest = behind;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
