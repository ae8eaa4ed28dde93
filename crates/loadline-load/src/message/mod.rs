//! Requests and replies as every protocol knows them: what is sent, what came back.
//!
//! Plain data between the transports and the users; how the bytes look on the wire is the protocol's own
//! business.

mod fields;
mod payload;
mod reply;
mod rest;

pub use fields::Fields;
pub use payload::{Payload, Piece, Rest};
pub use reply::{EXCERPT_BYTES, Keep, Limits, Reply};
pub(crate) use rest::RestReader;

#[cfg(test)]
mod tests;
