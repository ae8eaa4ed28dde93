//! The transport: one request out, one reply in, with the time each phase took or the kind of error.
//!
//! [`Transport`] is one of the two doors of this crate (the other is [`crate::User`]): a protocol comes in
//! as one more implementation and neither flows nor the scheduler change. HTTP/1.1 over TCP and TLS is
//! [`Http1`].

mod connect;
mod deadline;
mod exchange;
mod fault;
mod http1;
mod network;
mod request;
mod resolve;
mod share;
mod stream;
mod target;
mod tls;
mod version;

pub use connect::probe;
pub use deadline::Deadlines;
pub use fault::{ErrorKind, Fault};
pub use http1::Http1;
pub(crate) use network::Prepared;
pub use network::{Network, NetworkOptions};
pub use request::{Exchange, Opened, Phases, Request, Transport};
pub use target::{Endpoint, TargetError};
pub use tls::{TlsError, TlsOptions};
pub use version::HttpVersion;
