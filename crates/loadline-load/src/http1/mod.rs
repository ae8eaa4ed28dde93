//! HTTP/1.1, the fast path: requests as bytes made ahead, responses parsed where they were read.
//!
//! Bytes come in from a connection, a [`Reply`](crate::message::Reply) goes out; nothing here opens sockets or knows a clock.
//! The parser holds on to no more than an unfinished head, and never to a body that nobody asked for.

mod body;
mod head;
mod memo;
mod request;
mod response;

pub use head::HeadError;
pub use memo::HeadMemo;
pub(crate) use request::escaped_path;
pub use request::write_head;
pub use response::{ProtocolError, ResponseParser, Step};

#[cfg(test)]
mod tests;
