//! The transport: one request out, one reply in, with the time each phase took or the kind of error.
//!
//! [`Transport`] is one of the two doors of this crate (the other is [`crate::User`]): a protocol comes in
//! as one more implementation and neither flows nor the scheduler change. HTTP over TCP and TLS, in the
//! version that each server speaks, is [`Http`].

mod attempts;
mod body_stream;
mod call;
mod connect;
mod deadline;
mod exchange;
mod fault;
mod http;
mod http1;
mod http2;
mod http2_driver;
mod http2_exchange;
mod live;
mod local;
mod lookup;
mod network;
mod pace;
mod peer;
mod pinned;
mod places;
mod proxy;
mod request;
mod resolve;
mod route;
mod rules;
mod share;
mod socket;
mod stream;
mod target;
mod tls;
mod turns;
mod unix;
mod version;
mod web_socket;

pub(crate) use body_stream::BodyStream;
pub use call::{Call, CallConnection, CallFigures, CallOver};
pub use connect::probe;
pub use deadline::Deadlines;
pub use fault::{ErrorKind, Fault};
pub use http::Http;
pub(crate) use live::Live;
pub use lookup::{Family, Lookup, Select};
pub(crate) use network::Prepared;
pub use network::{Network, NetworkError, NetworkOptions};
pub use pace::Pace;
pub use peer::{Peer, PeerTls};
pub use pinned::{PinnedError, PinnedHost};
pub use proxy::{Exceptions, Proxies, Proxy, ProxyError, basic_authorization};
pub use request::{Exchange, Opened, Phases, Request, Transport};
pub use rules::{AddressRange, HostPattern, HostPlace, HostRules};
pub(crate) use socket::Socket;
pub use target::{Endpoint, TargetError};
pub use tls::{Certificates, ClientIdentity, TlsError, TlsOptions, TlsVersion};
pub use version::HttpVersion;
pub use web_socket::{SocketEvent, SocketRequest, WebSocket};
