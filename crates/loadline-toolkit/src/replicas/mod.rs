//! One primary and its replicas behind one door: writes go to the primary, reads to a replica that is up, recent enough,
//! and has what the reader wrote before. A background task per server asks how far it is; a read never asks itself.
//!
//! Reads fall back to the primary when no replica fits, so a router without a single healthy replica behaves like the
//! primary alone. A replica that is down is left out until it answers again. Deliberately not here: promotion of a
//! replica. Who is the primary is configuration.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use loadline_toolkit::replicas::{Balance, Consistency, Node, Position, ReplicaRouter};
//! use std::{panic::Location, time::Duration};
//! # #[derive(Debug, thiserror::Error)]
//! # #[error("never")]
//! # enum Never {}
//! # impl loadline_toolkit::Transient for Never {
//! #     fn is_transient(&self) -> bool { false }
//! # }
//!
//! /// A server whose connection is its name; `PostgresNode` has a pool instead.
//! struct Server(&'static str);
//!
//! impl Node for Server {
//!     type Conn = &'static str;
//!     type Error = Never;
//!
//!     async fn acquire(&self, _asked_at: &'static Location<'static>) -> Result<&'static str, Never> {
//!         Ok(self.0)
//!     }
//!
//!     async fn position(&self) -> Result<Position, Never> {
//!         Ok(Position::new(7))
//!     }
//!
//!     async fn position_on(&self, _conn: &mut &'static str) -> Result<Position, Never> {
//!         Ok(Position::new(7))
//!     }
//! }
//!
//! let router = ReplicaRouter::builder(Server("primary"))
//!     .replica("east", Server("east"))
//!     .balance(Balance::PeakEwma)
//!     .max_lag(Duration::from_secs(2))
//!     .build()?;
//! router.warm_up().await;
//!
//! let mut conn = router.write().await?;
//! assert_eq!(*conn, "primary");
//! let written = conn.position().await?;
//! drop(conn);
//!
//! // Whoever has the position, sent along in a cookie, say, reads what was written.
//! let token = written.to_string();
//! let conn = router.read(Consistency::Session(token.parse()?)).await?;
//! assert_eq!(*conn, "east");
//! # Ok(())
//! # }
//! ```

mod config;
mod error;
mod history;
mod monitor;
mod node;
mod pick;
#[cfg(feature = "replicas-postgres")]
pub mod postgres;
mod routed;
mod router;
mod server;
mod stats;
#[cfg(test)]
mod tests;

pub use config::RouterBuilder;
pub use error::{ConfigError, PositionError, RouteError};
pub use node::{Node, Position};
pub use pick::Balance;
pub use routed::Routed;
pub use router::{Consistency, ReplicaRouter};
pub use stats::{ServerStats, Stats};
