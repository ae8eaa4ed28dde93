//! [`Node`]: what the router has to know about a server, and [`Position`]: how far its data goes.

use super::PositionError;
use crate::Transient;
use std::{error::Error, fmt, future::Future, panic::Location, str::FromStr};

/// A server with connections: the primary, or a replica of it.
pub trait Node: Send + Sync + 'static {
    /// The connection.
    type Conn: Send + 'static;
    /// What goes wrong with it.
    type Error: Error + Transient + Send + Sync + 'static;

    /// A connection to use, asked for by this line of code.
    ///
    /// # Errors
    /// Anything: a read goes to the next server, and this one is left out until [`position`](Self::position) answers.
    fn acquire(
        &self,
        asked_at: &'static Location<'static>,
    ) -> impl Future<Output = Result<Self::Conn, Self::Error>> + Send;

    /// How far the server's data goes: what the primary has written, or what a replica shows. Called in the background,
    /// not on connections that callers wait for; dropped when the time for it is over.
    ///
    /// # Errors
    /// Anything: the server is down until this answers again.
    fn position(&self) -> impl Future<Output = Result<Position, Self::Error>> + Send;

    /// The same on a caller's own connection: on the primary and after a write, what a reader has to wait for.
    ///
    /// # Errors
    /// Whatever the server says.
    fn position_on(
        &self,
        conn: &mut Self::Conn,
    ) -> impl Future<Output = Result<Position, Self::Error>> + Send;
}

/// A place in the log of all changes; a replica that has reached it shows everything that was written before. Written
/// as PostgreSQL writes it, `16/B374D848`.
///
/// ```
/// use loadline_toolkit::replicas::Position;
///
/// let position: Position = "16/B374D848".parse().expect("a position");
/// assert!(position > Position::default());
/// assert_eq!(position.to_string(), "16/B374D848");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Hash)]
pub struct Position(u64);

impl Position {
    /// The place at this number of bytes.
    #[must_use]
    pub const fn new(bytes: u64) -> Self {
        Self(bytes)
    }

    /// Bytes from the beginning of the log.
    #[must_use]
    pub const fn bytes(self) -> u64 {
        self.0
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:X}/{:X}", self.0 >> 32, self.0 & 0xFFFF_FFFF)
    }
}

impl FromStr for Position {
    type Err = PositionError;

    fn from_str(text: &str) -> Result<Self, PositionError> {
        let half = |text: &str| {
            let is_hex = (1..=8).contains(&text.len())
                && text.bytes().all(|digit| digit.is_ascii_hexdigit());
            if is_hex {
                u64::from_str_radix(text, 16).map_err(|_| PositionError)
            } else {
                Err(PositionError)
            }
        };
        let (high, low) = text.split_once('/').ok_or(PositionError)?;
        Ok(Self(half(high)? << 32 | half(low)?))
    }
}
