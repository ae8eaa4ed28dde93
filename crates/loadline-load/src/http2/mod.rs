//! HTTP/2 from the client's side, without I/O: requests and received bytes come in, bytes to send and
//! replies go out.
//!
//! A [`Client`] is the state of one connection. It is bounded in everything a peer decides: the tables of
//! HPACK, the size of frames and heads, the number of streams, and how many frames may come that bring
//! nothing. Nothing here opens sockets, knows a clock or wakes anybody.

mod call;
mod client;
mod error;
mod flood;
mod frame;
mod head;
pub mod hpack;
mod reader;
mod receive;
mod request;
mod settings;
mod stream;
mod window;

pub use call::Progress;
pub use client::{Client, Ended, Event, StreamKey};
pub use error::{ConnectionError, StreamError};
pub use head::BlockMemo;
pub use request::{Opening, RequestError};

#[cfg(test)]
mod tests;
