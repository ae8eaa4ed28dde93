//! Outputs that go out while a test runs: each second's window as it comes.
//!
//! One kind, one file, registered in [`STREAMS`]. None of them may hold up the test: what cannot be sent in
//! time is counted and said at the end.

mod kind;
mod ndjson;
mod open;
mod prometheus;
mod push;

pub(super) use kind::Sink;
pub(crate) use kind::{STREAMS, StreamOut};
pub(crate) use open::Streams;
pub(super) use push::{Push, Receiving, remote_write_headers};
