//! Servers with a known truth, for the tests of the other crates. Never shipped.
//!
//! A measuring tool is tested against a thing whose true values are known: a [`LawServer`] answers
//! after delays drawn from a known [`Law`] and stalls on command, a [`QueueServer`] carries a known
//! number of requests a second, a [`MisbehavingServer`] breaks the protocol in one chosen way, a
//! [`CannedServer`] sends given bytes, a [`BinServer`] shows what it was sent, a [`WebSocketServer`]
//! echoes messages, an [`EventServer`] ticks, a [`GrpcServer`] guides, a [`ProxyServer`] stands in
//! the way, a [`Link`] is a wire that goes dead on command, an [`Http2Peer`] speaks HTTP/2 well or
//! badly, [`Nginx`], [`Prometheus`], [`RedisServer`] and [`postgres`] are the real things, an
//! [`OrdersService`] asks PostgreSQL too often on purpose, a [`Playground`] is all that a script may
//! want, [`sample`] makes data whose quantiles are exact, and [`scripts`] are read with what must
//! come of them. Each server runs in a thread of its own on a free loopback port, so that tests of
//! any kind can use it, and stops when it is dropped.
//!
//! Deliberately not here: clients (a test brings the one it tests, or a plain socket) and anything
//! of the crates under test. Linux only: delays use timerfd, process states are read from /proc.

mod alarm;
mod bin_server;
mod canned_server;
mod error;
mod event_server;
mod grpc;
mod host;
mod http2;
mod law;
mod law_server;
mod link;
mod misbehaving;
mod needed;
mod nginx;
mod normal;
mod orders_service;
mod playground;
pub mod postgres;
mod process;
mod prometheus;
mod proxy;
mod queue_server;
mod redis;
mod request;
pub mod sample;
pub mod scripts;
mod stall;
mod stream;
mod tls;
#[cfg(feature = "tpch")]
pub mod tpch;
mod wait;
mod websocket;

pub use bin_server::BinServer;
pub use canned_server::{AfterAnswer, CannedOptions, CannedServer};
pub use error::StartError;
pub use event_server::{EventRhythm, EventServer};
pub use grpc::GrpcServer;
pub use http2::{Http2Act, Http2Peer};
pub use law::{Delays, Law};
pub use law_server::{Answer, LawOptions, LawServer};
pub use link::{Link, LinkCounts, LinkMode};
pub use misbehaving::{MisbehavingServer, Misbehaviour};
pub use needed::unless_missing;
pub use nginx::{Nginx, NginxOptions};
pub use normal::normal_quantile;
pub use orders_service::{EndpointCounts, OrdersOptions, OrdersService};
pub use playground::Playground;
pub use prometheus::Prometheus;
pub use proxy::{ProxyBehaviour, ProxyServer};
pub use queue_server::{QueueOptions, QueueServer, ServiceTime};
pub use redis::RedisServer;
pub use stall::Stall;
pub use tls::{Handshake, TlsIdentity, TlsVersion};
pub use wait::wait_until;
pub use websocket::{SocketBehaviour, WebSocketServer};
