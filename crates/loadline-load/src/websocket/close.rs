//! The end of a WebSocket: a code, and a reason for people.

use std::fmt;

use super::violation::Violation;

/// Why the other end closes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Close<'a> {
    /// The code, where one was given.
    pub code: Option<u16>,
    /// The reason; often empty.
    pub reason: &'a str,
}

impl<'a> Close<'a> {
    /// Reads the payload of a close frame.
    ///
    /// # Errors
    /// When it is not one.
    pub(super) fn parse(payload: &'a [u8]) -> Result<Self, Violation> {
        match payload {
            [] => Ok(Self { code: None, reason: "" }),
            [high, low, reason @ ..] => {
                let code = u16::from_be_bytes([*high, *low]);
                let reason = std::str::from_utf8(reason).map_err(|_| Violation::NotUtf8)?;
                // 1004 to 1006 and 1015 are never on the wire; below 3000 the rest belongs to the standard.
                let allowed = matches!(code, 1000..=1003 | 1007..=1014 | 3000..=4999);
                if allowed {
                    Ok(Self { code: Some(code), reason })
                } else {
                    Err(Violation::BadClose)
                }
            }
            [_] => Err(Violation::BadClose),
        }
    }
}

impl fmt::Display for Close<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.code {
            None => f.write_str("without a code"),
            Some(code) if self.reason.is_empty() => write!(f, "with code {code}"),
            Some(code) => write!(f, "with code {code}: {}", self.reason),
        }
    }
}
