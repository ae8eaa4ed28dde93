//! HTTP/1.1, the fast path: requests as bytes made ahead, responses parsed where they were read.
//!
//! Bytes come in from a connection, a [`Reply`] goes out; nothing here opens sockets or knows a clock.
//! The parser holds on to no more than an unfinished head, and never to a body that nobody asked for.

mod body;
mod head;
mod memo;
mod request;
mod response;

pub use head::HeadError;
pub use memo::HeadMemo;
pub use request::{Payload, write_head};
pub use response::{Limits, ProtocolError, Reply, ResponseParser, Step};

#[cfg(test)]
mod tests;
