//! `k6/ws` and `k6/websockets`: the same connections, once with a call that blocks and once with events.
//!
//! `link` is an open connection with what is measured of it, `dial` opens one, `natives` are what the classes in
//! `blocking.js` and `events.js` stand on. Compression is never offered to a server, whatever a script asks for:
//! a server has to do without.

mod blocking;
mod dial;
mod events;
mod link;
mod natives;

pub(crate) use blocking::Ws;
pub(crate) use events::{ExperimentalWebsockets, Websockets};

#[cfg(test)]
mod tests;
